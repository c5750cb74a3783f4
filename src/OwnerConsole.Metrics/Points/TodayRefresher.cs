using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Points;

/// <summary>Refreshes today's numbers that were viewed within the last hour, and deletes the others.</summary>
public sealed class TodayRefresher(TodayCache today, MetricCatalogue catalogue, Database database, TimeProvider clock) : IWorkHandler
{
    /// <summary>Maximum time spent per minute, so that other work is not delayed.</summary>
    private static readonly TimeSpan s_maxTurn = TimeSpan.FromSeconds(20);

    public string Name => "metrics.today";

    public string Title => "Refresh today's metrics";

    public TimeSpan? Interval => TimeSpan.FromMinutes(1);

    private sealed record Row(Mode Mode, string Metric, string Dimension);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await DeleteUnused(stop);
        await using var work = await database.Read(stop);
        var asked = await work.List<Row>("select mode, metric, dimension from core.metric_today where tenant_id = 'tnt_platform' order by computed_at");
        var metrics = (await catalogue.All(work)).ToDictionary(metric => metric.Id, StringComparer.Ordinal);
        var began = clock.GetTimestamp();
        foreach (var row in asked.TakeWhile(_ => clock.GetElapsedTime(began) < s_maxTurn))
            if (
                metrics.TryGetValue(row.Metric, out var metric)
                && (row.Dimension.Length == 0 || metric.Dimensions.Any(dimension => dimension.Name == row.Dimension))
            )
            {
                var question = await ParsedMetricQuery.OfPlatform(metric, row.Mode, work) with
                {
                    Dimensions = row.Dimension.Length == 0 ? [] : [row.Dimension],
                };
                var now = Period.This(CalendarUnit.Day, question.Zone, question.Now);
                await today.Compute(MetricPath.Of(metric, question), question, question.Buckets(now, Grain.Day)[0], work, stop);
            }
        return WorkOutcome.Completed;
    }

    private async Task DeleteUnused(CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("metrics.today"), [IdGenerator.Platform], stop);
        await work.Execute("delete from core.metric_today where requested_at < now() - interval '1 hour'");
        await work.Commit();
    }
}
