using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Checks the rows of an import in batches: cells that are invalid, duplicates, and differences from current values. It changes nothing else.</summary>
internal sealed class ImportChecker(Database database, IEnumerable<PlanNames> plans, DeclarationCache declarations) : IWorkHandler
{
    public const string Kind = "import.check";

    private const int BatchSize = 1_000;

    public string Name => Kind;

    public string Title => "Check import";

    /// <param name="revision">Revision of the import whose fields are checked. A later choice of fields starts another check.</param>
    public static async Task Request(string id, long revision, UnitOfWork work)
    {
        await work.Clear([DataImport.LaneOf(id)]);
        await work.Enqueue(DataImport.LaneOf(id), Kind, new Body(id, revision));
        work.WakeWorkers();
    }

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var body = Json.Read<Body>(item.Body, "body");
        IReadOnlyList<CheckedRow> rows;
        await using (var reading = await database.Read(stop))
        {
            if (await DataImport.Find(body.Import, reading) is not { State: ImportState.Checking } import || import.Revision != body.Revision)
                return WorkOutcome.Completed;
            rows = await Check(import, reading);
        }
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        if (await DataImport.Lock(body.Import, ImportState.Checking, work) is not { } locked || locked.Revision != body.Revision)
            return WorkOutcome.Completed;
        if (rows.Count > 0)
            await Save(body.Import, rows, work);
        else
            await Complete(body.Import, work);
        await work.Commit();
        return rows.Count > 0 ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }

    private async Task<IReadOnlyList<CheckedRow>> Check(DataImport import, UnitOfWork work)
    {
        var rows = await work.List<NewRow>(
            """
            select r.place, r.cells from imports.rows r
             where r.tenant_id = 'tnt_platform' and r.import_id = @Id and r.state = 'new'
             order by r.key, r.place
             limit @most
            """,
            new { import.Id, most = BatchSize }
        );
        var known = import.Kind is ImportKind.Tenants && plans.FirstOrDefault() is { } names ? await names(work) : null;
        var declared = ImportFields.TypedFor(import.Kind, import.Mode, declarations.Current);
        var parsed = new List<(int Place, ImportedRow Row)>(rows.Count);
        var results = new List<CheckedRow>(rows.Count);
        foreach (var row in rows)
            try
            {
                var read = ImportRowParser.Parse(import.Kind, import.Mapping, Json.Read<IReadOnlyList<string>>(row.Cells), declared);
                if (read.Plan is { } plan && known?.ContainsKey(plan) != true)
                    throw Problem.Invalid(ImportFields.Plan, "must be the key of a plan. GET /api/v1/plans lists plans.");
                parsed.Add((row.Place, read));
            }
            catch (Problem problem)
            {
                results.Add(CheckedRow.Refused(row.Place, problem.Message));
            }
        results.AddRange(
            import.Kind switch
            {
                ImportKind.Tenants => await CompareTenants(parsed, import.Mode, work),
                ImportKind.Members => await CompareMembers(parsed, import.Mode, work),
                _ => await FindListed(parsed, import.Mode, work),
            }
        );
        return results;
    }

    private static async Task<IEnumerable<CheckedRow>> CompareTenants(List<(int Place, ImportedRow Row)> parsed, Mode mode, UnitOfWork work)
    {
        var ids = await ImportTargets.FindTenants([.. parsed.Select(item => item.Row.ExternalId)], mode, work);
        var current = await CurrentValues.OfTenants(ids.Values, work);
        return parsed.Select(item =>
            ids.TryGetValue(item.Row.ExternalId, out var id) && current.TryGetValue(id, out var now)
                ? new CheckedRow(item.Place, ImportRowState.Ready, FieldChanges.Classify(item.Row.Body, now), item.Row.ExternalId, item.Row.Body, id)
                : new CheckedRow(item.Place, ImportRowState.Ready, ImportAction.Create, item.Row.ExternalId, item.Row.Body)
        );
    }

    private static async Task<IEnumerable<CheckedRow>> CompareMembers(List<(int Place, ImportedRow Row)> parsed, Mode mode, UnitOfWork work)
    {
        var tenants = await ImportTargets.FindNamedTenants([.. parsed.Select(item => item.Row.Tenant!)], mode, work); // a parsed member always has a tenant
        var current = await CurrentValues.OfMembers(
            [.. parsed.Where(item => tenants.ContainsKey(item.Row.Tenant!)).Select(item => (tenants[item.Row.Tenant!], item.Row.ExternalId))],
            work
        );
        return parsed.Select(item => CompareMember(item.Place, item.Row, tenants.GetValueOrDefault(item.Row.Tenant!), current));
    }

    private static CheckedRow CompareMember(
        int place,
        ImportedRow row,
        string? tenant,
        Dictionary<(string Tenant, string ExternalId), CurrentMember> current
    ) =>
        tenant is null ? CheckedRow.Refused(place, "tenant: no tenant has this ID.")
        : !current.TryGetValue((tenant, row.ExternalId), out var member)
            ? new(place, ImportRowState.Ready, ImportAction.Create, $"{tenant} {row.ExternalId}", row.Body, tenant)
        : member.IsAnonymised ? CheckedRow.Refused(place, "The member is anonymised.")
        : new(place, ImportRowState.Ready, FieldChanges.Classify(row.Body, member.Fields), $"{tenant} {row.ExternalId}", row.Body, tenant);

    private static async Task<IEnumerable<CheckedRow>> FindListed(List<(int Place, ImportedRow Row)> parsed, Mode mode, UnitOfWork work)
    {
        var found = await ImportTargets.FindMembers([.. parsed.Select(item => item.Row.ExternalId)], mode, work);
        return parsed.Select(item =>
            found[item.Row.ExternalId.ToLowerInvariant()].ToList() switch
            {
                [] => CheckedRow.Refused(item.Place, "member: no member has this ID, support number or email address."),
                [var member] => new CheckedRow(item.Place, ImportRowState.Ready, ImportAction.Unchanged, member.MemberId, null, member.TenantId),
                _ => CheckedRow.Refused(item.Place, "member: several members have this email address. Use their IDs."),
            }
        );
    }

    private static Task Save(string id, IReadOnlyList<CheckedRow> rows, UnitOfWork work) =>
        work.Execute(
            """
            update imports.rows r
               set state = c->>'state', action = c->>'action', reason = c->>'reason', key = c->>'key', about = c->>'about', body = nullif(c->'body', 'null')
              from unnest(@rows) c
             where r.tenant_id = 'tnt_platform' and r.import_id = @id and r.place = (c->>'place')::int
               and r.place = any(@places) -- Looked up by key: the new rows of a file have no statistics yet, and all of them would be read for each batch
            """,
            new
            {
                id,
                rows = rows.Select(row => Json.Element(row)).ToArray(),
                places = rows.Select(row => row.Place).ToArray(),
            }
        );

    /// <summary>Of rows about the same tenant or member, only the first can be imported.</summary>
    private static async Task Complete(string id, UnitOfWork work)
    {
        var repeated = await work.List<RepeatedRow>(
            """
            select d.place, d.first
              from (select r.place, first_value(r.place) over (partition by r.key order by r.place) as first
                      from imports.rows r where r.tenant_id = 'tnt_platform' and r.import_id = @id and r.state = 'ready') d
             where d.place <> d.first
            """,
            new { id }
        );
        foreach (var batch in repeated.Chunk(BatchSize))
            await work.Execute(
                """
                update imports.rows r set state = 'error', action = null, reason = 'The file has the same ID in row ' || d.first || '.'
                  from unnest(@places, @firsts) d (place, first)
                 where r.tenant_id = 'tnt_platform' and r.import_id = @id and r.place = d.place
                   and r.place = any(@places) -- looked up by key, as in Save
                """,
                new
                {
                    id,
                    places = batch.Select(row => row.Place).ToArray(),
                    firsts = batch.Select(row => row.First).ToArray(),
                }
            );
        await DataImport.SetState([id], ImportState.Checked, work);
    }

    private sealed record Body(string Import, long Revision);

    private sealed record NewRow(int Place, JsonElement Cells);

    /// <param name="First">Place of the first row about the same tenant or member.</param>
    private sealed record RepeatedRow(int Place, int First);
}
