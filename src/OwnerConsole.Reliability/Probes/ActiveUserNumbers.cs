using System.Collections.Concurrent;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Members who are online now and who were active today, from the same metrics and of the same mode as on the overview.</summary>
internal sealed class ActiveUserNumbers(MetricExecutor executor, TimeProvider clock) : IHealthNumberSource
{
    /// <summary>Keys of the numbers, which their trends have too.</summary>
    public const string OnlineKey = "active_now",
        TodayKey = "active_today";

    private const string Online = "members.online",
        Today = "members.active",
        HowToSend = "Send events about your members to see this number.",
        Guide = "/help/guides/connect";

    /// <summary>How long the numbers are shown. Members of today are counted again each time, which is too slow for each refresh of each reader.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Mode, CountedUsers> _last = new();

    public string Permission => "metric.read";

    public int Order => 10;

    public async Task<IReadOnlyList<HealthNumber>> Find(Caller caller, UnitOfWork work)
    {
        var (now, words) = (clock.GetUtcNow(), PlatformWords.Current);
        var mode = await Modes.Shown(caller, work);
        if (_last.GetValueOrDefault(mode) is { } last && last.Words == words && (now - last.At).Duration() < s_lifetime)
            return last.Numbers;
        var counted = new CountedUsers(words, now, await Count(caller, mode, work));
        _last[mode] = counted;
        return counted.Numbers;
    }

    private async Task<IReadOnlyList<HealthNumber>> Count(Caller caller, Mode mode, UnitOfWork work)
    {
        var shown = caller with { Mode = mode };
        var query = new MetricQuery([Online, Today], new(This: CalendarUnit.Day));
        var answer = await MemberLabels.Ask(query, each => executor.Execute(each, shown, work, work.Stop));
        var lastAt = await IntakeCounts.FindLastAccepted(mode, work);
        var source = mode is Mode.Test ? ", of demo data" : ""; // the other numbers of the page are of the application
        return
        [
            Number(OnlineKey, "Online now", $"Members with an open session or activity in the last 5 minutes{source}.", answer.Metrics[0], lastAt),
            Number(TodayKey, "Active today", $"Members with activity today, in the reporting time zone{source}.", answer.Metrics[1], lastAt),
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
