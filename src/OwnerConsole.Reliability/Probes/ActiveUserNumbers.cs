using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Members who are online now and who were active today, from the same metrics as the overview.</summary>
internal sealed class ActiveUserNumbers(MetricExecutor executor, TimeProvider clock) : IHealthNumberSource
{
    /// <summary>Keys of the numbers, which their trends have too.</summary>
    public const string OnlineKey = "active_now",
        TodayKey = "active_today";

    private const string Online = "members.online",
        Today = "members.active",
        HowToSend = "Covers live data only. Send events about your members to see this number.",
        Guide = "/help/guides/connect";

    /// <summary>How long the numbers are shown. Members of today are counted again each time, which is too slow for each refresh of each reader.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(30);

    private volatile CountedUsers? _last;

    public string Permission => "metric.read";

    public int Order => 10;

    public async Task<IReadOnlyList<HealthNumber>> Find(Caller caller, UnitOfWork work)
    {
        var (now, words) = (clock.GetUtcNow(), PlatformWords.Current);
        if (_last is { } last && last.Words == words && (now - last.At).Duration() < s_lifetime)
            return last.Numbers;
        var counted = new CountedUsers(words, now, await Count(caller, work));
        _last = counted;
        return counted.Numbers;
    }

    private async Task<IReadOnlyList<HealthNumber>> Count(Caller caller, UnitOfWork work)
    {
        var live = caller with { Mode = Mode.Live }; // Health covers live data, even while the console shows demo data
        var query = new MetricQuery([Online, Today], new(This: CalendarUnit.Day));
        var answer = await MemberLabels.Ask(query, each => executor.Execute(each, live, work, work.Stop));
        var lastAt = await IntakeCounts.FindLastAccepted(Mode.Live, work);
        return
        [
            Number(OnlineKey, "Online now", "Members with an open session or activity in the last 5 minutes.", answer.Metrics[0], lastAt),
            Number(TodayKey, "Active today", "Members with activity today, in the reporting time zone.", answer.Metrics[1], lastAt),
        ];
    }

    private static HealthNumber Number(string key, string title, string summary, MetricResult result, DateTimeOffset? lastAt)
    {
        var value = result.Groups is [var group, ..] ? group.Total?.Value : null;
        var isSent = lastAt is not null || value > 0;
        return new(
            key,
            title,
            HealthNumberUnit.Count,
            isSent ? value : null,
            isSent && value is not null ? HealthNumberState.Ok : HealthNumberState.NoData,
            isSent ? result.Freshness.Cause ?? summary : HowToSend,
            isSent ? $"/explore?metric={result.Id}" : Guide
        )
        {
            LastAt = lastAt,
        };
    }

    /// <param name="Words">The owner's words, because the word for members can mean one role.</param>
    private sealed record CountedUsers(PlatformWords Words, DateTimeOffset At, IReadOnlyList<HealthNumber> Numbers);
}
