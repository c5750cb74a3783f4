using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Metrics.Catalogue;

namespace OwnerConsole.Metrics.Points;

/// <summary>Computes and stores the numbers of past periods once, and recalculates them when their data changes.</summary>
public sealed class PointBackfillWorker(MetricCatalogue catalogue, Database database, TimeProvider clock) : IWorkHandler
{
    /// <summary>Maximum duration of one turn, so that other work in the lane is not delayed.</summary>
    private static readonly TimeSpan s_maxTurn = TimeSpan.FromSeconds(10);

    /// <summary>Remaining work of the current round. If the program stops, the next round finds the stored points and continues.</summary>
    private PointBackfill? _round;

    public string Name => "metrics.points";

    public string Title => "Calculate past metrics";

    public TimeSpan? Interval => TimeSpan.FromMinutes(10);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        try
        {
            _round ??= await PointBackfill.Begin(catalogue, database, stop);
            for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < s_maxTurn; )
                if (!await _round.Step(stop))
                {
                    await _round.Complete(stop);
                    _round = null;
                    return WorkOutcome.Completed;
                }
            return WorkOutcome.Reschedule(TimeSpan.Zero);
        }
        catch
        {
            _round = null;
            throw;
        }
    }
}
