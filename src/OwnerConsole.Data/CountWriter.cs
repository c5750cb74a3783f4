using Microsoft.Extensions.Hosting;

namespace OwnerConsole.Data;

/// <summary>Adds counts to the database at intervals, because a write for each of them would cost more than what is counted.</summary>
/// <param name="database">Database of the console.</param>
/// <param name="counts">Counts that are not written yet. They are lost if the process is killed.</param>
/// <param name="interval">Time between two writes, and after a failed one.</param>
/// <typeparam name="TKey">What is counted separately.</typeparam>
public abstract class CountWriter<TKey>(Database database, CountBuffer<TKey> counts, TimeSpan interval) : BackgroundService
    where TKey : notnull
{
    /// <summary>Counts that are not written yet.</summary>
    protected CountBuffer<TKey> Counts { get; } = counts;

    /// <summary>Writes what was counted since the last time. If that fails, it is written with the next turn.</summary>
    public async Task Flush(CancellationToken stop)
    {
        if (database.DiskSpaceGuard.IsFull)
            return;
        var counted = Counts.Take();
        if (counted.Count == 0)
            return;
        try
        {
            await Write(counted, database, stop);
        }
        catch // It is written with the next turn.
        {
            foreach (var (key, number) in counted)
                Counts.Add(key, number);
            throw;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Loop.RunForever(
            async () =>
            {
                await Task.Delay(interval, stoppingToken);
                await Flush(stoppingToken);
            },
            interval,
            ReportFailure,
            stoppingToken
        );

    /// <summary>Adds the counts to those in the database, in one transaction.</summary>
    protected abstract Task Write(IReadOnlyDictionary<TKey, long> counted, Database database, CancellationToken stop);

    /// <summary>Writes a failed turn to the console's own log.</summary>
    protected abstract void ReportFailure(Exception error);
}
