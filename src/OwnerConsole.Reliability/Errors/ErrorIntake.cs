using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Errors;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Stores reported errors. Errors that arrive at the same time are stored in one transaction.</summary>
internal sealed class ErrorIntake
{
    /// <summary>Code of the log entry when an error occurs for the first time, or again after it was resolved.</summary>
    public const string NewCode = "error_new",
        RegressedCode = "error_regressed";

    /// <summary>Code of the log entry when a release is reported for the first time.</summary>
    private const string ReleaseCode = "release_new";

    /// <summary>Maximum number of groups. Further ones are counted together.</summary>
    private const int MaxGroups = 5_000;

    private const int MaxBatch = 50;

    /// <summary>Maximum number of errors that wait to be stored. Senders of further ones are asked to wait.</summary>
    private const int MaxPending = 2_000;

    /// <summary>How much the time of an event can differ from that of the console. Devices can be offline for days, and can have a wrong clock.</summary>
    private static readonly TimeSpan s_maxAge = TimeSpan.FromDays(7);

    private readonly Database _database;
    private readonly IdGenerator _ids;
    private readonly LogWriter _logbook;
    private readonly Batcher<string, PendingError, bool> _batcher;
    private int _pending;

    public ErrorIntake(Database database, IdGenerator ids, LogWriter logbook) =>
        (_database, _ids, _logbook, _batcher) = (database, ids, logbook, new(Store, MaxBatch, maxServers: 1));

    /// <param name="now">When they were received.</param>
    /// <exception cref="Problem">429: too many errors are waiting.</exception>
    public async Task Record(IReadOnlyList<ErrorReport> reports, DateTimeOffset now)
    {
        _database.DiskSpaceGuard.ThrowIfFull();
        try
        {
            if (Interlocked.Add(ref _pending, reports.Count) > MaxPending)
                throw new Problem(429, "too_many_errors", "Too many errors are arriving at once. Send the same request again in a moment.")
                {
                    RetryAfter = TimeSpan.FromSeconds(5),
                };
            await Task.WhenAll(reports.Select(report => _batcher.Add("", new(report, report.At is { } at && at <= now && at >= now - s_maxAge ? at : now))));
        }
        finally
        {
            Interlocked.Add(ref _pending, -reports.Count);
        }
    }

    private async Task<IReadOnlyList<Batch<string, PendingError>>> Store(IReadOnlyList<Batch<string, PendingError>> batches, bool isAlone)
    {
        var items = batches.SelectMany(batch => batch.Items).ToList();
        string[] names = [.. items.Select(item => item.Report.Tenant).OfType<string>().Distinct(StringComparer.Ordinal)];
        var tenants = await ReportedTenant.Find(names, isOfShownMode: true, _database, CancellationToken.None);
        var errors = items
            .DistinctBy(item => item.Report.EventId, StringComparer.Ordinal)
            .Select(item => (item.Report, item.At, Tenant: item.Report.Tenant is { } name ? tenants.GetValueOrDefault(name) : null))
            .Select(item => new StoredError(item.Report, item.At, item.Tenant?.TenantId) { IsAnonymised = item.Tenant is { IsAnonymised: true } })
            .ToList();
        var owners = tenants.Values.Select(tenant => tenant.TenantId).Distinct(StringComparer.Ordinal);
        await using (var work = await _database.Write(WriteOrigin.Intake("error.report"), [IdGenerator.Platform, .. owners]))
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
        var releases = await ErrorRows.AddReleases(errors, _ids, work);
        await ErrorRows.Count(grouped, work);
        await AttributionRows.Count(grouped, work);
        await ErrorRows.AddEvents([.. grouped.Where(pair => !pair.Error.IsAnonymised)], work);
        var regressed = await ErrorRows.FindRegressions(grouped, work);
        foreach (var group in groups.Where(group => group.IsNew))
            await work.SetName(group.GroupId, ErrorGroup.EntityKind, NameOf(group, errors));
        foreach (var release in releases)
            await work.SetName(release.Id!, "release", release.Name); // not null: only new ones are returned
        _logbook.Write(
            [
                .. releases.Select(release => ReleaseLine(release.Id!)), // not null: only new ones are returned
                .. groups.Where(group => group.IsNew).Select(group => Line(NewCode, group.GroupId)),
                .. regressed.Select(id => Line(RegressedCode, id)),
            ],
            work
        );
    }

    /// <summary>Names are kept in the log, so they contain no message.</summary>
    private static string NameOf(ErrorRows.KnownGroup group, IReadOnlyList<StoredError> errors) =>
        group.Fingerprint == ErrorRows.OverflowFingerprint ? group.Title : errors.First(error => error.Report.Fingerprint == group.Fingerprint).Report.Name;

    private static LogLine ReleaseLine(string id) =>
        new(IdGenerator.Platform, "system", "system", "done", Sentence.Say($"Release {new EntityReference(id)} has reported its first error."))
        {
            Code = ReleaseCode,
            Subject = id,
        };

    private static LogLine Line(string code, string id)
    {
        var error = new EntityReference(id);
        var sentence = code == NewCode ? Sentence.Say($"{error} occurred for the first time.") : Sentence.Say($"{error} occurred again after it was resolved.");
        return new(IdGenerator.Platform, "system", "system", "failed", sentence) { Code = code, Subject = id };
    }
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
    /// <summary>Whether the tenant was anonymised. The error is counted, but what it contains is not stored.</summary>
    public bool IsAnonymised { get; init; }

    /// <summary>Tenant that owns the row of the event.</summary>
    public string Owner => TenantId ?? IdGenerator.Platform;
}
