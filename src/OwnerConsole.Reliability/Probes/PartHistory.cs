using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Probes;

namespace OwnerConsole.Reliability.Probes;

/// <summary>How the state of one of the console's own parts has changed.</summary>
/// <param name="Key">Key of the part, such as backups.</param>
/// <param name="Uptime">Share of the known time in which it was not down, in percent.</param>
/// <param name="Bars">Minutes in parts of the period, oldest first: ok ones, and those in which it was down. Time without a known state is in neither.</param>
/// <param name="Changes">Last 50 states, newest first.</param>
public sealed record PartHistory(string Key, Uptime Uptime, IReadOnlyList<UptimeBar> Bars, IReadOnlyList<PartChange> Changes)
{
    private const int MaxChanges = 50;

    /// <returns>History by key of the part.</returns>
    internal static async Task<IReadOnlyDictionary<string, PartHistory>> List(
        IReadOnlyCollection<string> parts,
        TrendRange range,
        DateTimeOffset now,
        UnitOfWork work
    )
    {
        var rows = (await PartStates.List(parts, TrendRange.Quarter.Start(now), work)).ToLookup(row => row.Part, StringComparer.Ordinal);
        return parts.ToDictionary(part => part, part => Of(part, [.. rows[part]], range, now), StringComparer.Ordinal);
    }

    private static PartHistory Of(string part, IReadOnlyList<PartState> states, TrendRange range, DateTimeOffset now)
    {
        var periods = states
            .Where(state => state.State is not HealthState.Unknown)
            .Select(state => new StatePeriod(state.StartedAt, state.SeenAt, state.State is HealthState.Down))
            .ToList();
        var ((count, width), first) = (range.Bars(), range.Start(now));
        return new(
            part,
            new(
                Share(now.AddHours(-24)),
                Share(new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1 - 7)),
                Share(TrendRange.Month.Start(now)),
                Share(TrendRange.Quarter.Start(now))
            ),
            [.. Enumerable.Range(0, count).Select(bar => Bar(first + (bar * width)))],
            [.. states.Reverse().Take(MaxChanges).Select(state => new PartChange(state.State, state.StartedAt, state.SeenAt))]
        );

        decimal? Share(DateTimeOffset from)
        {
            var (up, down) = StateTime.Sum(periods, from, now);
            return StateTime.Share(up, down);
        }

        UptimeBar Bar(DateTimeOffset at)
        {
            var (up, down) = StateTime.Sum(periods, at, at + width);
            var failed = Minutes(down);
            return new(at, Minutes(up + down) - failed, failed);
        }
    }

    /// <summary>Rounded up, so that a short failure is visible.</summary>
    private static long Minutes(TimeSpan time) => (long)Math.Ceiling(time.TotalMinutes);
}

/// <summary>A state of one of the console's own parts.</summary>
/// <param name="StartedAt">When it was first seen.</param>
/// <param name="SeenAt">When it was last seen. Until the next state, the console was stopped.</param>
public sealed record PartChange(HealthState State, DateTimeOffset StartedAt, DateTimeOffset SeenAt);
