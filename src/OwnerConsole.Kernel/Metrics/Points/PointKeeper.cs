using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Kernel.Metrics.Points;

/// <summary>Computes and stores the numbers of past periods once, and recalculates them when their data changes.</summary>
public sealed class PointKeeper(MetricCatalogue catalogue, Database database, TimeProvider clock) : IWorkKind
{
    /// <summary>Maximum duration of one turn, so that other work in the lane is not delayed.</summary>
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(10);

    /// <summary>Remaining work of the current round. If the program stops, the next round finds the stored points and continues.</summary>
    private Round? _round;

    public string Name => "metrics.points";

    public TimeSpan? Every => TimeSpan.FromMinutes(10);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        try
        {
            _round ??= await Round.Begin(catalogue, database, stop);
            for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < s_turn; )
                if (!await _round.Step(stop))
                {
                    await _round.End(stop);
                    _round = null;
                    return WorkOutcome.Over;
                }
            return WorkOutcome.Again(TimeSpan.Zero);
        }
        catch
        {
            _round = null;
            throw;
        }
    }
}
