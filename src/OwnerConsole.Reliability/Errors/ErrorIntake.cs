using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Errors;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Stores reported errors. Errors that arrive at the same time are stored in one transaction.</summary>
internal sealed class ErrorIntake
{
    /// <summary>Code of the log entry when an error occurs for the first time, or again after it was resolved.</summary>
    public const string NewCode = "error_new",
        RegressedCode = "error_regressed";

    /// <summary>Maximum number of groups. Further ones are counted together.</summary>
    private const int MaxGroups = 5_000;

    private const int MaxBatch = 50;

    /// <summary>How much the time of an event can differ from that of the console. Devices can be offline for days, and can have a wrong clock.</summary>
    private static readonly TimeSpan s_maxAge = TimeSpan.FromDays(7);

    private readonly Database _database;
    private readonly IdGenerator _ids;
    private readonly LogWriter _logbook;
    private readonly Batcher<string, PendingError, bool> _batcher;

    public ErrorIntake(Database database, IdGenerator ids, LogWriter logbook) =>
        (_database, _ids, _logbook, _batcher) = (database, ids, logbook, new(Store, MaxBatch, maxServers: 1));

    /// <param name="now">When they were received.</param>
    public Task Record(IReadOnlyList<ErrorReport> reports, DateTimeOffset now)
    {
        _database.DiskSpaceGuard.ThrowIfFull();
        return Task.WhenAll(reports.Select(report => _batcher.Add("", new(report, report.At is { } at && at <= now && at >= now - s_maxAge ? at : now))));
    }

    private async Task<IReadOnlyList<Batch<string, PendingError>>> Store(IReadOnlyList<Batch<string, PendingError>> batches, bool isAlone)
    {
        var items = batches.SelectMany(batch => batch.Items).ToList();
        var tenants = await FindTenants(items);
        var errors = items
            .DistinctBy(item => item.Report.EventId, StringComparer.Ordinal)
            .Select(item => new StoredError(item.Report, item.At, item.Report.Tenant is { } name && tenants.TryGetValue(name, out var id) ? id : null))
            .ToList();
        await using (var work = await _database.Write(WriteOrigin.Intake("error.report"), [IdGenerator.Platform, .. tenants.Values.Distinct()]))
        {
            await Store(errors, work);
            await work.Commit();
        }
        foreach (var item in items)
            item.Complete(true);
        return [];
    }

    private async Task Store(IReadOnlyList<StoredError> received, UnitOfWork work)
    {
        var known = await ErrorRows.ListKnown(received, work);
        var errors = received.Where(error => !known.Contains(error.Report.EventId)).ToList();
        if (errors.Count == 0)
            return;
        if (await ErrorRows.CountGroups(work) >= MaxGroups)
            errors = await ErrorRows.LimitGroups(errors, work);
        // In one order on all nodes, so that they don't wait for each other in a circle.
        var batches = errors
            .GroupBy(error => error.Report.Fingerprint, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.ToList())
            .ToList();
        var groups = await ErrorRows.AddGroups([.. batches.Select(batch => (_ids.New(ErrorGroup.Prefix), batch))], work);
        var byFingerprint = groups.ToDictionary(group => group.Fingerprint, StringComparer.Ordinal);
        var grouped = errors.Select(error => (Error: error, byFingerprint[error.Report.Fingerprint].GroupId)).ToList();
        await ErrorRows.AddReleases(errors, work);
        await ErrorRows.Count(grouped, work);
        await ErrorRows.AddEvents(grouped, work);
        var regressed = await ErrorRows.FindRegressions(grouped, work);
        foreach (var group in groups.Where(group => group.IsNew))
            await work.SetName(group.GroupId, ErrorGroup.EntityKind, group.Title);
        _logbook.Write(
            [.. groups.Where(group => group.IsNew).Select(group => Line(NewCode, group.GroupId)), .. regressed.Select(id => Line(RegressedCode, id))],
            work
        );
    }

    private async Task<IReadOnlyDictionary<string, string>> FindTenants(IReadOnlyList<PendingError> items)
    {
        var names = items.Select(item => item.Report.Tenant).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
            return new Dictionary<string, string>(0);
        await using var look = await _database.Read();
        var rows = await look.List<TenantName>(
            """
            select n.name, t.tenant_id
              from unnest(@names) n(name)
              join core.tenants t on t.mode = 'live' and (t.tenant_id = n.name or t.external_id = case when n.name like 'ext:%' then substr(n.name, 5) else n.name end)
            """,
            new { names }
        );
        return rows.DistinctBy(row => row.Name, StringComparer.Ordinal).ToDictionary(row => row.Name, row => row.TenantId, StringComparer.Ordinal);
    }

    private static LogLine Line(string code, string id)
    {
        var error = new EntityReference(id);
        var sentence = code == NewCode ? Sentence.Say($"{error} occurred for the first time.") : Sentence.Say($"{error} occurred again after it was resolved.");
        return new(IdGenerator.Platform, "system", "system", "failed", sentence) { Code = code, Subject = id };
    }

    private sealed record TenantName(string Name, string TenantId);
}

/// <summary>A reported error that waits to be stored.</summary>
internal sealed class PendingError(ErrorReport report, DateTimeOffset at) : PendingItem<bool>
{
    public ErrorReport Report => report;

    public DateTimeOffset At => at;
}

/// <summary>A reported error with its tenant.</summary>
/// <param name="TenantId">Null if the report names no known tenant.</param>
internal sealed record StoredError(ErrorReport Report, DateTimeOffset At, string? TenantId)
{
    /// <summary>Tenant that owns the row of the event.</summary>
    public string Owner => TenantId ?? IdGenerator.Platform;
}
