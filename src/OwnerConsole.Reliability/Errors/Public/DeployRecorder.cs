using System.Collections.Concurrent;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Errors;

namespace OwnerConsole.Reliability.Errors.Public;

/// <summary>Stores which versions services report, and logs each deploy once.</summary>
internal sealed class DeployRecorder(Database database, IdGenerator ids, LogWriter logbook, TimeProvider clock)
{
    /// <summary>Code of the log entry of a deploy.</summary>
    public const string Code = "release_deployed";

    private const int MaxRemembered = 1_000;

    /// <summary>Maximum number of versions that are recorded at once. Further ones are recorded with the next request that reports them.</summary>
    private const int MaxAtOnce = 100;

    /// <summary>How far the clock of a service can be ahead.</summary>
    private static readonly TimeSpan s_maxLead = TimeSpan.FromMinutes(10);

    /// <summary>Reports within this time are not written, because most requests of a service repeat its version.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Service, string Environment, bool IsClient, string Version), DateTimeOffset> _written = new();

    /// <summary>Records versions. Reports that are older than a rolling deploy takes say nothing about now, so they are left out.</summary>
    public async Task Record(IReadOnlyList<ReportedVersion> reports, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        List<ReportedVersion> versions =
        [
            .. reports
                .Where(report => report.At >= now - DeployDecision.MaxOverlap && report.At <= now + s_maxLead)
                .GroupBy(KeyOf)
                .Select(group => group.MaxBy(report => report.At)!) // a group has a report
                .Where(report => !_written.TryGetValue(KeyOf(report), out var at) || (now - at).Duration() >= s_interval)
                .Select(report => report.At > now ? report with { At = now } : report)
                .OrderBy(report => report.At)
                .Take(MaxAtOnce),
        ];
        if (versions.Count == 0 || database.DiskSpaceGuard.IsFull)
            return;
        if (_written.Count + versions.Count > MaxRemembered)
            _written.Clear();
        foreach (var version in versions)
            _written[KeyOf(version)] = now; // now, so that requests at the same time don't wait for each other
        try
        {
            await using var work = await database.Write(WriteOrigin.Intake("telemetry.report"), [IdGenerator.Platform], stop);
            await Write(versions, work);
            await work.Commit();
        }
        catch // The exporter sends the same request again.
        {
            foreach (var version in versions)
                _written.TryRemove(KeyOf(version), out _);
            throw;
        }
    }

    private async Task Write(IReadOnlyList<ReportedVersion> reports, UnitOfWork work)
    {
        await work.Execute("select pg_advisory_xact_lock(hashtextextended('errors.deploys', 0))"); // two requests would log the same deploy
        var known = await VersionRows.ListKnown(reports, work);
        var room = await VersionRows.CountRoom(work);
        var (seen, deployed, unlogged) = (new List<ReportedVersion>(reports.Count), new List<ReportedVersion>(), new List<ReportedVersion>());
        foreach (var report in reports)
        {
            var others = known.GetValueOrDefault((report.Service, report.Environment, report.IsClient), []);
            var own = others.Find(version => version.Version == report.Version);
            var isDeploy = (own is null || !report.IsClient) && DeployDecision.IsDeploy(others, report.Version, report.At);
            if (isDeploy && deployed.Count == room)
                continue; // it is recorded when the day has room again
            seen.Add(report);
            if (!isDeploy)
                continue;
            deployed.Add(report);
            var opposite = known.GetValueOrDefault((report.Service, report.Environment, !report.IsClient), []);
            if (own is not null || !DeployDecision.IsSameDeploy(opposite, report.Version, report.At, report.IsClient))
                unlogged.Add(report);
        }
        await VersionRows.Add(seen, deployed, work);
        await VersionRows.AddReleases(seen, work); // first, because it waits for an error that reports the same release now
        var shown = await VersionRows.ListUnknown([.. unlogged.DistinctBy(NameOf)], work);
        if (deployed.Count > 0)
            await VersionRows.Limit(work);
        if (shown.Count == 0)
            return;
        var deploys = shown.Select(report => (Id: ids.New(VersionRows.DeployPrefix), Report: report)).ToList();
        await VersionRows.AddDeploys(deploys, work);
        work.SetNames([.. deploys.Select(deploy => (deploy.Id, NameOf(deploy.Report)))], "release");
        logbook.Write([.. deploys.Select(deploy => Line(deploy.Id))], work);
    }

    private static (string Service, string Environment, bool IsClient, string Version) KeyOf(ReportedVersion report) =>
        (report.Service, report.Environment, report.IsClient, report.Version);

    private static string NameOf(ReportedVersion report) =>
        report.Environment.Length > 0 ? $"{report.Service} {report.Version} ({report.Environment})" : $"{report.Service} {report.Version}";

    private static LogLine Line(string id) =>
        new(IdGenerator.Platform, "system", "system", "done", Sentence.Say($"Release {new EntityReference(id)} was deployed.")) { Code = Code, Subject = id };
}
