using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Applies rows about tenants as reports of tenants, and undoes them.</summary>
internal sealed class TenantImport(TenantReports reports)
{
    /// <exception cref="Problem">A report is refused; nothing of the rows is applied.</exception>
    public Task Apply(Caller caller, DataImport import, IReadOnlyList<PendingRow> rows, CancellationToken stop)
    {
        var byPosition = rows.ToDictionary(row => row.At, StringComparer.Ordinal);
        return reports.Apply(
            InModeOf(import, caller),
            [.. rows.Select(row => new TenantReports.Item($"ext:{row.Key}", row.Body!.Value, row.At))], // a ready row always has a report
            (found, work) => Decide(import, byPosition, found, work),
            stop
        );
    }

    /// <summary>Restores fields that the import changed and that have not changed since.</summary>
    /// <param name="caller">Who undoes the import, for the log.</param>
    /// <param name="rows">Rows about tenants that existed before.</param>
    /// <exception cref="Problem">A report is refused; nothing of the rows is undone.</exception>
    public Task Restore(Caller caller, DataImport import, IReadOnlyList<PendingRow> rows, CancellationToken stop)
    {
        var byPosition = rows.ToDictionary(row => row.At, StringComparer.Ordinal);
        var nothing = Json.Element(new { });
        return reports.Apply(
            InModeOf(import, caller),
            [.. rows.Select(row => new TenantReports.Item(row.About!, nothing, row.At))], // an applied row always has a tenant
            (found, work) => Restore(import, byPosition, found, work),
            stop
        );
    }

    /// <summary>Reports of a caller without a mode are about live tenants.</summary>
    private static Caller InModeOf(DataImport import, Caller caller) => import.Mode is Mode.Test ? caller with { Mode = Mode.Test } : caller;

    private static async Task<IReadOnlyList<AppliedTenantReport>> Decide(
        DataImport import,
        Dictionary<string, PendingRow> rows,
        IReadOnlyList<AppliedTenantReport> found,
        UnitOfWork work
    )
    {
        if (await DataImport.Lock(import.Id, ImportState.Applying, work) is not { } locked)
            return [];
        var ready = await PendingRow.FindStill(import.Id, ImportRowState.Ready, rows.Values, work);
        var current = await CurrentValues.OfTenants([.. found.Where(report => !report.Created).Select(report => report.Id)], work);
        var adjusted = new List<AppliedTenantReport>(found.Count);
        var results = new List<AppliedRow>(found.Count);
        foreach (var report in found.Where(report => ready.Contains(rows[report.At].Place)))
        {
            var place = rows[report.At].Place;
            if (report.Created)
            {
                adjusted.Add(report);
                results.Add(new(place, ImportRowState.Applied, About: report.Id, Written: report.Body));
                continue;
            }
            if (!current.TryGetValue(report.Id, out var now) || IsAnonymised(now))
            {
                results.Add(new(place, ImportRowState.Skipped, "The tenant is anonymised.", report.Id));
                continue;
            }
            var (written, before) = FieldChanges.Choose(report.Body, now, locked.Conflicts);
            if (written.GetPropertyCount() == 0)
            {
                results.Add(new(place, ImportRowState.Skipped, ImportReasons.Unchanged(report.Body, now), report.Id));
                continue;
            }
            adjusted.Add(report with { Body = written });
            results.Add(new(place, ImportRowState.Applied, null, report.Id, written, before));
        }
        await AppliedRow.Save(import.Id, results, work);
        return adjusted;
    }

    private static async Task<IReadOnlyList<AppliedTenantReport>> Restore(
        DataImport import,
        Dictionary<string, PendingRow> rows,
        IReadOnlyList<AppliedTenantReport> found,
        UnitOfWork work
    )
    {
        if (await DataImport.Lock(import.Id, ImportState.Undoing, work) is null)
            return [];
        var applied = await PendingRow.FindStill(import.Id, ImportRowState.Applied, rows.Values, work);
        var current = await CurrentValues.OfTenants([.. found.Select(report => report.Id)], work);
        var adjusted = new List<AppliedTenantReport>(found.Count);
        var results = new List<AppliedRow>(found.Count);
        foreach (var report in found.Where(report => applied.Contains(rows[report.At].Place)))
        {
            var row = rows[report.At];
            if (row.Written is not { } written || row.Before is not { } before || !current.TryGetValue(report.Id, out var now) || IsAnonymised(now))
            {
                results.Add(new(row.Place, ImportRowState.Kept, "The tenant is anonymised."));
                continue;
            }
            var restored = FieldChanges.Restore(written, before, now);
            results.Add(ImportReasons.Restored(row.Place, restored, written));
            if (restored.GetPropertyCount() > 0)
                adjusted.Add(report with { Body = restored });
        }
        await AppliedRow.Save(import.Id, results, work);
        return adjusted;
    }

    private static bool IsAnonymised(JsonElement current) => current.TryGetProperty("lifecycle", out var lifecycle) && lifecycle.ValueEquals("anonymised");
}
