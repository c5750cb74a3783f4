using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>Executes deletions whose waiting period has ended, one step of each per transaction.</summary>
public sealed class DeletionExecutor(Database database, DeletionSteps steps, ILogger<DeletionExecutor> log) : IWorkHandler
{
    public const string Kind = "deletion.execute";

    private const int BatchSize = 50;

    public string Name => Kind;

    public string Title => "Execute due deletions";

    public TimeSpan? Interval => TimeSpan.FromMinutes(1);

    public bool SendsExternally => true;

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<DeletionKey> due;
        await using (var reading = await database.Read(stop))
            due = await DueDeletion.FindAll(BatchSize, reading);
        var isInterrupted = false;
        foreach (var key in due)
            try
            {
                await TransientErrors.Retry(() => steps.Next(key, stop), stop);
            }
            catch (Exception error) when (TransientErrors.IsInterruption(error)) // nothing is stored about it, so the next execution repeats the step
            {
                log.LogWarning(error, "The database interrupted a step of the deletion {Deletion}. It is retried within a minute.", key.DeletionId);
                isInterrupted = true;
            }
            catch (Exception error) when (error is not OperationCanceledException) // others must not wait for it
            {
                log.LogError(error, "A step of the deletion {Deletion} failed and is retried.", key.DeletionId);
                await steps.Postpone(key, "internal_error", stop);
            }
        return due.Count == BatchSize && !isInterrupted ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }
}
