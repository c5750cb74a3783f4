using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Kernel.Metrics.Points;

/// <summary>Computes the numbers of what is over, once, and anew where it changed after all.</summary>
public sealed class PointKeeper(MetricCatalogue catalogue, Database database, TimeProvider clock) : IWorkKind
{
    /// <summary>So long at a time, that others in the lane's place come to their turn.</summary>
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(10);

    /// <summary>What is left of the round that runs. Lost with the program: the next round finds what this one computed, and goes on.</summary>
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
