using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Undoes an import in batches. Rows about tenants and members that changed since are kept, with the reason.</summary>
internal sealed class ImportReverter(Database database, TenantImport tenants, MemberImport members, CreatedRowRemover remover) : IWorkHandler
{
    public const string Kind = "import.undo";

    public string Name => Kind;

    public string Title => "Undo import";

    public static async Task Request(IEnumerable<string> ids, UnitOfWork work)
    {
        foreach (var id in ids) // usually one
            await work.Enqueue(DataImport.LaneOf(id), Kind, new Body(id));
        work.WakeWorkers();
    }

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var id = Json.Read<Body>(item.Body, "body").Import;
        DataImport import;
        IReadOnlyList<PendingRow> rows;
        Caller caller;
        await using (var reading = await database.Read(stop))
        {
            if (await DataImport.Find(id, reading) is not { State: ImportState.Undoing } found)
                return WorkOutcome.Completed;
            import = found;
            rows = await PendingRow.List(id, ImportRowState.Applied, reading);
            caller = await FindRequester(id, reading);
        }
        if (rows.Count == 0)
            return await Complete(id, stop);
        await Remove(import, [.. rows.Where(row => row.Before is null)], stop);
        await Restore(caller, import, [.. rows.Where(row => row.Before is not null)], stop);
        return WorkOutcome.Reschedule(TimeSpan.Zero);
    }

    /// <returns>Who requested the undo, for the log. The undo was already decided, so it completes with all permissions even if they have left.</returns>
    private static async Task<Caller> FindRequester(string id, UnitOfWork work)
    {
        var requester = await work.One<string>(
            """
            select r.requested_by
              from imports.applications a join core.runs r on r.run_id = a.closed_by
             where a.tenant_id = 'tnt_platform' and a.import_id = @id
             order by a.opened_at desc
             limit 1
            """,
            new { id }
        );
        return requester is null ? Caller.System : Caller.System with { Id = requester };
    }

    private Task Remove(DataImport import, IReadOnlyList<PendingRow> rows, CancellationToken stop) =>
        rows.Count == 0 ? Task.CompletedTask
        : import.Kind is ImportKind.Tenants ? remover.RemoveTenants(import, rows, stop)
        : remover.RemoveMembers(import, rows, stop);

    /// <summary>A report that is refused leaves all others of its batch unchanged, so the batch is halved until the row is found.</summary>
    private async Task Restore(Caller caller, DataImport import, IReadOnlyList<PendingRow> rows, CancellationToken stop)
    {
        if (rows.Count == 0)
            return;
        try
        {
            if (import.Kind is ImportKind.Tenants)
                await tenants.Restore(caller, import, rows, stop);
            else
                await members.Restore(import, rows, stop);
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            if (rows.Count == 1)
            {
                await Keep(import.Id, rows[0].Place, problem.Message, stop);
                return;
            }
            await Restore(caller, import, [.. rows.Take(rows.Count / 2)], stop);
            await Restore(caller, import, [.. rows.Skip(rows.Count / 2)], stop);
        }
    }

    private async Task Keep(string id, int place, string reason, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        if (await DataImport.Lock(id, ImportState.Undoing, work) is null)
            return;
        await AppliedRow.Save(id, [new(place, ImportRowState.Kept, reason)], work);
        await work.Commit();
    }

    private async Task<WorkOutcome> Complete(string id, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        if (await DataImport.Lock(id, ImportState.Undoing, work) is null)
            return WorkOutcome.Completed;
        await DataImport.Finish(id, ImportState.Undone, work);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    private sealed record Body(string Import);
}
