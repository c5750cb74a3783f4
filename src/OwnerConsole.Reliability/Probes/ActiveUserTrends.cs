using System.Collections.Concurrent;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Reliability.Telemetry.Traffic.Public;

namespace OwnerConsole.Reliability.Probes;

/// <summary>How the numbers of active members and of concurrent sessions have changed, from the same metrics as charts.</summary>
/// <remarks>Members who are online are not stored, so their trend is that of the sessions open at the same time.</remarks>
internal sealed class ActiveUserTrends(MetricExecutor executor, TimeProvider clock)
{
    /// <summary>Permission required to see the trends.</summary>
    public const string Permission = "metric.read";

    private const string Active = "members.active",
        Sessions = "sessions.peak";

    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, IReadOnlyList<NumberPoint>> s_none = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(Mode Mode, TrendRange Range), KeptUsers> _kept = new();

    /// <returns>Values by key of the number on Health, oldest first. Empty without activity.</returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<NumberPoint>>> Read(Caller caller, TrendRange range, UnitOfWork work)
    {
        var (now, words) = (clock.GetUtcNow(), PlatformWords.Current);
        var mode = await Modes.Shown(caller, work);
        if (_kept.GetValueOrDefault((mode, range)) is { } kept && kept.Words == words && (now - kept.At).Duration() < s_lifetime)
            return kept.Values;
        var shown = caller with { Mode = mode };
        var (starts, width) = TrendParts.Of(range, now);
        var days = await ReadPoints(new([Active], new(Last: Days(range)), Grain.Day), shown, work);
        var isByHour = range is TrendRange.Day or TrendRange.Week;
        var sessions = await ReadPoints(
            new([Sessions], new(Last: range is TrendRange.Day ? "24h" : Days(range)), isByHour ? Grain.Hour : Grain.Day),
            shown,
            work
        );
        if (!days.Concat(sessions).Any(point => point.Figure.Value > 0))
            return s_none; // not kept, so that the first activity is shown at once
        var values = new Dictionary<string, IReadOnlyList<NumberPoint>>(StringComparer.Ordinal)
        {
            [ActiveUserNumbers.OnlineKey] = [.. starts.Select(at => new NumberPoint(at, Highest(sessions, at, width)))],
            [ActiveUserNumbers.TodayKey] = [.. starts.Select(at => new NumberPoint(at, OfDay(days, at, width, now)))],
        };
        _kept[(mode, range)] = new(words, now, values);
        return values;
    }

    /// <summary>A day more than the range, because its first part can start on the day before, in the reporting time zone.</summary>
    private static string Days(TrendRange range) =>
        range switch
        {
            TrendRange.Day => "2d",
            TrendRange.Week => "8d",
            TrendRange.Month => "31d",
            _ => "91d",
        };

    private async Task<IReadOnlyList<MetricPoint>> ReadPoints(MetricQuery query, Caller caller, UnitOfWork work)
    {
        var answer = await MemberLabels.Ask(query, each => executor.Execute(each, caller, work, work.Stop));
        return answer.Metrics[0].Groups is [var group, ..] ? group.Points : [];
    }

    /// <returns>Highest number of the hours or days whose middle is in the part; null if there is none.</returns>
    private static decimal? Highest(IReadOnlyList<MetricPoint> points, DateTimeOffset at, TimeSpan width) =>
        points.Where(point => Middle(point) >= at && Middle(point) < at + width).Max(point => point.Figure.Value);

    /// <returns>Number of the day in which the middle of the part is, because numbers of days can't be divided.</returns>
    private static decimal? OfDay(IReadOnlyList<MetricPoint> days, DateTimeOffset at, TimeSpan width, DateTimeOffset now)
    {
        var middle = at + (width / 2) < now ? at + (width / 2) : now;
        return days.LastOrDefault(day => day.From <= middle && middle < day.To)?.Figure.Value;
    }

    private static DateTimeOffset Middle(MetricPoint point) => point.From + ((point.To - point.From) / 2);

    /// <param name="Words">The owner's words, because the word for members can mean one role.</param>
    private sealed record KeptUsers(PlatformWords Words, DateTimeOffset At, IReadOnlyDictionary<string, IReadOnlyList<NumberPoint>> Values);
}
