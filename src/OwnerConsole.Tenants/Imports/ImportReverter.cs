using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Undoes an import in batches. Rows about tenants and members that changed since are kept, with the reason.</summary>
internal sealed class ImportReverter(Database database, TenantImport tenants, MemberImport members, CreatedRowRemover remover) : IWorkHandler
{
    public const string Kind = "import.undo";

    private readonly ImportProgress _progress = new(database, Kind, ImportState.Undoing, ImportRowState.Kept);

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
            return await _progress.Finish(id, ImportState.Undone, stop);
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

    private Task Restore(Caller caller, DataImport import, IReadOnlyList<PendingRow> rows, CancellationToken stop) =>
        rows.Count == 0
            ? Task.CompletedTask
            : _progress.Change(
                import.Id,
                rows,
                some => import.Kind is ImportKind.Tenants ? tenants.Restore(caller, import, some, stop) : members.Restore(import, some, stop),
                stop
            );

    private sealed record Body(string Import);
}
