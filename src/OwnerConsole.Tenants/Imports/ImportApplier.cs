using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Imports;

/// <summary>
/// Applies an import in batches, on behalf of who started it. The result of a row is stored in the transaction of its change, so that after a crash the next start
/// continues with the first row that has no result.
/// </summary>
internal sealed class ImportApplier(Database database, OperationCatalogue catalogue, TenantImport tenants, MemberImport members) : IWorkHandler
{
    public const string Kind = "import.apply";

    private readonly ImportProgress _progress = new(database, Kind, ImportState.Applying, ImportRowState.Failed);

    public string Name => Kind;

    public string Title => "Apply import";

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
        await using (var reading = await database.Read(stop))
        {
            if (await DataImport.Find(id, reading) is not { State: ImportState.Applying, IsStopped: false, AppliedBy: not null } found)
                return WorkOutcome.Completed;
            import = found;
            rows = await PendingRow.List(id, ImportRowState.Ready, reading);
        }
        if (rows.Count == 0)
            return await _progress.Finish(id, ImportState.Applied, stop);
        if (await FindRequester(import.AppliedBy, stop) is { } caller)
            await Apply(caller, import, rows, stop);
        else
            await Abandon(id, stop);
        return WorkOutcome.Reschedule(TimeSpan.Zero);
    }

    private Task Apply(Caller caller, DataImport import, IReadOnlyList<PendingRow> rows, CancellationToken stop) =>
        _progress.Change(
            import.Id,
            rows,
            some => import.Kind is ImportKind.Tenants ? tenants.Apply(caller, import, some, stop) : members.Apply(import, some, stop),
            stop
        );

    private Task Abandon(string id, CancellationToken stop) =>
        _progress.Write(
            id,
            work =>
                work.Execute(
                    """
                    update imports.rows set state = 'failed', reason = 'The person or key that started the import no longer has the permission.'
                     where tenant_id = 'tnt_platform' and import_id = @id and state = 'ready'
                    """,
                    new { id }
                ),
            stop
        );

    /// <returns>Null if the requester has left or lost the permission.</returns>
    private async Task<Caller?> FindRequester(string? runId, CancellationToken stop)
    {
        await using var work = await database.ReadIdentities(stop);
        var id = await work.One<string>("select requested_by from core.runs where run_id = @runId", new { runId });
        return id is not null && await CallerLookup.Find(id, work) is { IsOfPlatform: true } caller && catalogue.Can(caller, ApplyImport.Name) ? caller : null;
    }

    private sealed record Body(string Import);
}
