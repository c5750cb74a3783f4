using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Carries out the batches of an import that is applied or undone, and stores what they lead to.</summary>
/// <param name="origin">Origin of the writes.</param>
/// <param name="during">State of the import meanwhile. If it has another one, or is stopped, nothing is written.</param>
/// <param name="refused">State of a row whose report is refused.</param>
internal sealed class ImportProgress(Database database, string origin, ImportState during, ImportRowState refused)
{
    /// <summary>A report that is refused leaves all others of its batch unchanged, so the batch is halved until the row is found.</summary>
    public async Task Change(string id, IReadOnlyList<PendingRow> rows, Func<IReadOnlyList<PendingRow>, Task> change, CancellationToken stop)
    {
        try
        {
            await change(rows);
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            if (rows.Count == 1)
            {
                await Write(id, work => AppliedRow.Save(id, [new(rows[0].Place, refused, problem.Message)], work), stop);
                return;
            }
            await Change(id, [.. rows.Take(rows.Count / 2)], change, stop);
            await Change(id, [.. rows.Skip(rows.Count / 2)], change, stop);
        }
    }

    public async Task<WorkOutcome> Finish(string id, ImportState state, CancellationToken stop)
    {
        await Write(id, work => DataImport.Finish(id, state, work), stop);
        return WorkOutcome.Completed;
    }

    public async Task Write(string id, Func<UnitOfWork, Task> write, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(origin), [IdGenerator.Platform], stop);
        if (await DataImport.Lock(id, during, work) is null)
            return;
        await write(work);
        await work.Commit();
    }
}
