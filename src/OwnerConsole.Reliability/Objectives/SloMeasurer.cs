using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Pure.Objectives;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Reliability.StatusPages.Public;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>
/// Counts the events of what SLOs measure, from the roll-ups of probes and telemetry. Each run counts recent buckets again, so late events are included and a
/// repeated run changes nothing.
/// </summary>
internal sealed class SloMeasurer(Database database) : IWorkHandler
{
    public const string Kind = "objectives.measure";

    /// <summary>Changes of SLOs make it due earlier.</summary>
    public const string Lane = $"every:{Kind}";

    private static readonly TimeSpan s_fiveMinutes = TimeSpan.FromMinutes(5),
        s_sixHours = TimeSpan.FromHours(6),
        s_hour = TimeSpan.FromHours(1),
        s_day = TimeSpan.FromDays(1);

    public string Name => Kind;

    public string Title => "Measure SLOs";

    public TimeSpan? Interval => TimeSpan.FromMinutes(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await using (var reading = await database.Read(stop))
            if (!await reading.One<bool>("select exists (select from objectives.slos where tenant_id = 'tnt_platform' and closed_by is null)"))
                return WorkOutcome.Completed;
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        await Measure(work.Now, work);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    private static async Task Measure(DateTimeOffset now, UnitOfWork work)
    {
        var measured = (await work.List<MeasuredRow>("select indicator, measured_at from objectives.indicators where tenant_id = 'tnt_platform'")).ToDictionary(
            row => row.Indicator,
            row => row.MeasuredAt,
            StringComparer.Ordinal
        );
        var slos = (await Slo.List(work)).DistinctBy(slo => slo.Indicator, StringComparer.Ordinal).ToList();
        var indicators = slos.Select(slo => (Slo: slo, From: Starts(now, measured.TryGetValue(slo.Indicator, out var last) ? last : null))).ToList();
        var maintenance = slos.Exists(slo => slo.ExcludesMaintenance) ? await MaintenancePeriod.List(indicators.Min(row => row.From.Day), work) : [];
        await SloTotals.CountChecks([.. indicators.Where(row => row.Slo.Kind is SloKind.ProbeSuccess)], maintenance, work);
        await SloTotals.CountRequests([.. indicators.Where(row => row.Slo.Kind is SloKind.RequestSuccess)], maintenance, work);
        await SloTotals.CountFastRequests([.. indicators.Where(row => row.Slo.Kind is SloKind.RequestLatency)], maintenance, work);
        await work.Execute(
            """
            insert into objectives.indicators (tenant_id, indicator, measured_at)
            select 'tnt_platform', n.indicator, @now from unnest(@indicators) n(indicator)
            on conflict (tenant_id, indicator) do update set measured_at = excluded.measured_at
            """,
            new { now, indicators = slos.Select(slo => slo.Indicator).ToArray() }
        );
    }

    /// <returns>
    /// Start of the first bucket of each length that is counted again: everything that is stored for a new indicator. Otherwise six
    /// hours, the longest window that is summed from five minutes, and a day for the longer buckets, because telemetry can be a day late.
    /// </returns>
    private static MeasureStarts Starts(DateTimeOffset now, DateTimeOffset? last) =>
        last is { } before
            ? new(
                FixedBuckets.StartOf(before - s_sixHours, s_fiveMinutes),
                FixedBuckets.StartOf(before - s_day, s_hour),
                FixedBuckets.StartOf(before - s_day, s_day)
            )
            : new(
                FixedBuckets.StartOf(now - s_day, s_fiveMinutes),
                FixedBuckets.StartOf(now - (SloRetention.Hours * s_day), s_hour),
                FixedBuckets.StartOf(now - (SloRetention.Days * s_day), s_day)
            );

    private sealed record MeasuredRow(string Indicator, DateTimeOffset MeasuredAt);
}

/// <summary>Start of the first bucket of each length that is counted.</summary>
internal sealed record MeasureStarts(DateTimeOffset FiveMinutes, DateTimeOffset Hour, DateTimeOffset Day);
