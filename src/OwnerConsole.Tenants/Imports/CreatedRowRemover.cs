using OwnerConsole.Data;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Removes tenants and members that an import created, unless something else happened to them or a legal hold covers them.</summary>
internal sealed class CreatedRowRemover(Database database)
{
    /// <param name="rows">Rows that created a tenant.</param>
    public async Task RemoveTenants(DataImport import, IReadOnlyList<PendingRow> rows, CancellationToken stop)
    {
        string[] ids = [.. rows.Select(row => row.About!)]; // an applied row always has a tenant, a time, and its fields until they are anonymised
        await using var work = await database.Write(WriteOrigin.Intake(ImportReverter.Kind), [.. ids, IdGenerator.Platform], stop);
        await LegalHolds.Share(work);
        // A statement of its own, so that the next one sees the reports that it waited for.
        await work.Execute("select 1 from core.tenant_status where tenant_id = any(@ids) order by tenant_id for update", new { ids });
        var held = (await LegalHolds.ListOpen(ids, work)).Select(hold => hold.TenantId).ToHashSet(StringComparer.Ordinal);
        var unchanged = await work.List<string>(
            """
            select t.tenant_id
              from unnest(@ids, @times) n(tenant_id, applied_at)
              join core.tenants t on t.tenant_id = n.tenant_id and t.reported_at = n.applied_at
             order by t.tenant_id
            """,
            new { ids, times = rows.Select(row => row.AppliedAt!.Value).ToArray() }
        );
        if (await DataImport.Lock(import.Id, ImportState.Undoing, work) is null)
            return;
        var applied = await PendingRow.FindStill(import.Id, ImportRowState.Applied, rows, work);
        rows = [.. rows.Where(row => applied.Contains(row.Place))];
        var used = await TenantRows.FindUsed(unchanged, work);
        string[] removed =
        [
            .. rows.Where(row => row.Written is not null).Select(row => row.About!).Intersect(unchanged).Where(id => !held.Contains(id) && !used.Contains(id)),
        ];
        if (removed.Length > 0)
            await TenantRows.DeleteReported(removed, work);
        await AppliedRow.Save(import.Id, [.. rows.Select(row => Result(row.Place, removed.Contains(row.About!), held.Contains(row.About!)))], work);
        await work.Commit();
    }

    /// <param name="rows">Rows that created a member.</param>
    public async Task RemoveMembers(DataImport import, IReadOnlyList<PendingRow> rows, CancellationToken stop)
    {
        foreach (var ofTenant in rows.GroupBy(row => row.About!, StringComparer.Ordinal)) // an applied row always has a tenant
            await RemoveMembers(import, ofTenant.Key, [.. ofTenant], stop);
    }

    private async Task RemoveMembers(DataImport import, string tenantId, IReadOnlyList<PendingRow> rows, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(ImportReverter.Kind), [tenantId, IdGenerator.Platform], stop);
        await LegalHolds.Share(work);
        await work.Execute("select 1 from core.tenant_status where tenant_id = @tenantId for no key update", new { tenantId });
        if (await DataImport.Lock(import.Id, ImportState.Undoing, work) is null)
            return;
        var applied = await PendingRow.FindStill(import.Id, ImportRowState.Applied, rows, work);
        var holds = await LegalHolds.ListOpen([tenantId], work);
        var current = await CurrentValues.OfMembers([.. rows.Select(row => (tenantId, row.ExternalId))], work);
        var used = await MemberRows.FindUsed(tenantId, [.. current.Values.Select(member => member.MemberId)], work);
        var removed = new List<string>(rows.Count);
        var results = new List<AppliedRow>(rows.Count);
        foreach (var row in rows.Where(row => applied.Contains(row.Place)))
        {
            var member = current.GetValueOrDefault((tenantId, row.ExternalId));
            var isHeld = member is not null && holds.Any(hold => hold.Covers([member.MemberId]));
            var isRemoved = member is not null && !isHeld && !used.Contains(member.MemberId) && IsUnchanged(row, member);
            if (isRemoved)
                removed.Add(member!.MemberId); // not null: checked above
            results.Add(Result(row.Place, isRemoved, isHeld));
        }
        if (removed.Count > 0)
            await MemberRows.Delete(tenantId, removed, work);
        await AppliedRow.Save(import.Id, results, work);
        await work.Commit();
    }

    /// <summary>Fields and attributes that a later report added are changes as well; every member has a support number and a time when they joined.</summary>
    private static bool IsUnchanged(PendingRow row, CurrentMember member) =>
        !member.IsAnonymised
        && row.Written is { } written
        && !FieldChanges.Differences(written, member.Fields).Any()
        && ReportFields.List(member.Fields).All(field => field.Key is "support_number" or "joined_at" || ReportFields.Find(written, field.Key) is not null);

    private static AppliedRow Result(int place, bool isRemoved, bool isHeld) =>
        isRemoved ? new(place, ImportRowState.Reverted) : new(place, ImportRowState.Kept, isHeld ? "A legal hold covers it." : ImportReasons.InUse);
}
