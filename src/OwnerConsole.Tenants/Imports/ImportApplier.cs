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
            return await Complete(id, stop);
        if (await FindRequester(import.AppliedBy, stop) is { } caller)
            await Apply(caller, import, rows, stop);
        else
            await Abandon(id, stop);
        return WorkOutcome.Reschedule(TimeSpan.Zero);
    }

    /// <summary>A report that is refused leaves all others of its batch unchanged, so the batch is halved until the row is found.</summary>
    private async Task Apply(Caller caller, DataImport import, IReadOnlyList<PendingRow> rows, CancellationToken stop)
    {
        try
        {
            if (import.Kind is ImportKind.Tenants)
                await tenants.Apply(caller, import, rows, stop);
            else
                await members.Apply(import, rows, stop);
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            if (rows.Count == 1)
            {
                await Fail(import.Id, rows[0].Place, problem.Message, stop);
                return;
            }
            await Apply(caller, import, [.. rows.Take(rows.Count / 2)], stop);
            await Apply(caller, import, [.. rows.Skip(rows.Count / 2)], stop);
        }
    }

    private async Task Fail(string id, int place, string reason, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        if (await DataImport.Lock(id, ImportState.Applying, work) is null)
            return;
        await AppliedRow.Save(id, [new(place, ImportRowState.Failed, reason)], work);
        await work.Commit();
    }

    private async Task<WorkOutcome> Complete(string id, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        if (await DataImport.Lock(id, ImportState.Applying, work) is null)
            return WorkOutcome.Completed;
        await DataImport.Finish(id, ImportState.Applied, work);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    private async Task Abandon(string id, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        if (await DataImport.Lock(id, ImportState.Applying, work) is null)
            return;
        await work.Execute(
            """
            update imports.rows set state = 'failed', reason = 'The person or key that started the import no longer has the permission.'
             where tenant_id = 'tnt_platform' and import_id = @id and state = 'ready'
            """,
            new { id }
        );
        await work.Commit();
    }

    /// <returns>Null if the requester has left or lost the permission.</returns>
    private async Task<Caller?> FindRequester(string? runId, CancellationToken stop)
    {
        await using var work = await database.ReadIdentities(stop);
        var id = await work.One<string>("select requested_by from core.runs where run_id = @runId", new { runId });
        return id is not null && await CallerLookup.Find(id, work) is { IsOfPlatform: true } caller && catalogue.Can(caller, ApplyImport.Name) ? caller : null;
    }

    private sealed record Body(string Import);
}
