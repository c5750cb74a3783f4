using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Applies rows about members as reports of members, tenant by tenant, and undoes them.</summary>
internal sealed class MemberImport(MemberReports reports)
{
    /// <exception cref="Problem">A report is refused; nothing of the rows of its tenant is applied.</exception>
    public async Task Apply(DataImport import, IReadOnlyList<PendingRow> rows, CancellationToken stop)
    {
        foreach (var ofTenant in rows.GroupBy(row => row.About!, StringComparer.Ordinal)) // a ready row of a member always has a tenant
        {
            var byId = ofTenant.ToDictionary(row => row.ExternalId, StringComparer.Ordinal);
            await reports.Apply(
                ofTenant.Key,
                [.. ofTenant.Select(row => new MemberReports.Item(row.ExternalId, row.Body!.Value))], // a ready row always has a report
                (items, work) => Decide(import, ofTenant.Key, byId, items, work),
                stop
            );
        }
    }

    /// <summary>Restores fields that the import changed and that have not changed since.</summary>
    /// <param name="rows">Rows about members that existed before.</param>
    /// <exception cref="Problem">A report is refused; nothing of the rows of its tenant is undone.</exception>
    public async Task Restore(DataImport import, IReadOnlyList<PendingRow> rows, CancellationToken stop)
    {
        var nothing = Json.Element(new { });
        foreach (var ofTenant in rows.GroupBy(row => row.About!, StringComparer.Ordinal)) // an applied row always has a tenant
        {
            var byId = ofTenant.ToDictionary(row => row.ExternalId, StringComparer.Ordinal);
            await reports.Apply(
                ofTenant.Key,
                [.. byId.Keys.Select(id => new MemberReports.Item(id, nothing))],
                (items, work) => Restore(import, ofTenant.Key, byId, items, work),
                stop
            );
        }
    }

    private static async Task<IReadOnlyList<MemberReports.Item>> Decide(
        DataImport import,
        string tenantId,
        Dictionary<string, PendingRow> rows,
        IReadOnlyList<MemberReports.Item> items,
        UnitOfWork work
    )
    {
        if (await DataImport.Lock(import.Id, ImportState.Applying, work) is not { } locked)
            return [];
        var ready = await PendingRow.FindStill(import.Id, ImportRowState.Ready, rows.Values, work);
        var current = await CurrentValues.OfMembers([.. items.Select(item => (tenantId, item.ExternalId))], work);
        var adjusted = new List<MemberReports.Item>(items.Count);
        var results = new List<AppliedRow>(items.Count);
        foreach (var item in items.Where(item => ready.Contains(rows[item.ExternalId].Place)))
        {
            var place = rows[item.ExternalId].Place;
            if (!current.TryGetValue((tenantId, item.ExternalId), out var member))
            {
                adjusted.Add(item);
                results.Add(new(place, ImportRowState.Applied, Written: item.Body));
                continue;
            }
            if (member.IsAnonymised)
            {
                results.Add(new(place, ImportRowState.Skipped, "The member is anonymised."));
                continue;
            }
            var (written, before) = FieldChanges.Choose(item.Body, member.Fields, locked.Conflicts);
            if (written.GetPropertyCount() == 0)
            {
                results.Add(new(place, ImportRowState.Skipped, ImportReasons.Unchanged(item.Body, member.Fields)));
                continue;
            }
            adjusted.Add(item with { Body = written });
            results.Add(new(place, ImportRowState.Applied, Written: written, Before: before));
        }
        await AppliedRow.Save(import.Id, results, work);
        return adjusted;
    }

    private static async Task<IReadOnlyList<MemberReports.Item>> Restore(
        DataImport import,
        string tenantId,
        Dictionary<string, PendingRow> rows,
        IReadOnlyList<MemberReports.Item> items,
        UnitOfWork work
    )
    {
        if (await DataImport.Lock(import.Id, ImportState.Undoing, work) is null)
            return [];
        var applied = await PendingRow.FindStill(import.Id, ImportRowState.Applied, rows.Values, work);
        var current = await CurrentValues.OfMembers([.. items.Select(item => (tenantId, item.ExternalId))], work);
        var adjusted = new List<MemberReports.Item>(items.Count);
        var results = new List<AppliedRow>(items.Count);
        foreach (var item in items.Where(item => applied.Contains(rows[item.ExternalId].Place)))
        {
            var row = rows[item.ExternalId];
            if (
                row.Written is not { } written
                || row.Before is not { } before
                || !current.TryGetValue((tenantId, item.ExternalId), out var member)
                || member.IsAnonymised
            )
            {
                results.Add(new(row.Place, ImportRowState.Kept, "The member is anonymised or no longer exists."));
                continue;
            }
            var restored = FieldChanges.Restore(written, before, member.Fields);
            results.Add(ImportReasons.Restored(row.Place, restored, written));
            if (restored.GetPropertyCount() > 0)
                adjusted.Add(item with { Body = restored });
        }
        await AppliedRow.Save(import.Id, results, work);
        return adjusted;
    }
}
