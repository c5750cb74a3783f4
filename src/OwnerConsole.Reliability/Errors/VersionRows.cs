using OwnerConsole.Data;
using OwnerConsole.Pure.Errors;
using OwnerConsole.Reliability.Errors.Public;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Reads and writes versions and deploys of services, each in one statement for any number of reports.</summary>
internal static class VersionRows
{
    public const string DeployPrefix = "dpl";

    /// <summary>Maximum number of versions and of deploys that are kept.</summary>
    private const int MaxRows = 1_000;

    /// <summary>Maximum number of deploys in 24 hours, because keys of browsers are public and each deploy is logged.</summary>
    private const int MaxPerDay = 200;

    /// <returns>Versions of the services by service and environment, those on devices of users separately.</returns>
    public static async Task<Dictionary<(string Service, string Environment, bool IsClient), List<SeenVersion>>> ListKnown(
        IReadOnlyList<ReportedVersion> reports,
        UnitOfWork work
    ) => (
            await work.List<VersionRow>(
                """
                select v.service, v.environment, v.is_client, v.version, v.deployed_at, v.last_seen_at from errors.versions v
                 where v.tenant_id = 'tnt_platform' and v.service = any(@services)
                """,
                new { services = reports.Select(report => report.Service).Distinct(StringComparer.Ordinal).ToArray() }
            )
        ).GroupBy(row => (row.Service, row.Environment, row.IsClient)).ToDictionary(group => group.Key, group => group.Select(row => new SeenVersion(row.Version, row.DeployedAt, row.LastSeenAt)).ToList());

    /// <returns>Number of deploys that can be recorded now.</returns>
    public static async Task<long> CountRoom(UnitOfWork work) =>
        Math.Max(
            0,
            MaxPerDay
                - await work.One<long>(
                    "select count(*) from errors.deploys where tenant_id = 'tnt_platform' and deployed_at > clock_timestamp() - interval '1 day'"
                )
        );

    /// <param name="deployed">Those of the reports that are deploys, such as those of all versions without a row.</param>
    public static Task Add(IReadOnlyList<ReportedVersion> seen, List<ReportedVersion> deployed, UnitOfWork work) =>
        work.Execute(
            """
            insert into errors.versions as v (tenant_id, service, environment, is_client, version, deployed_at, last_seen_at)
            select 'tnt_platform', n.service, n.environment, n.is_client, n.version, case when n.deployed then n.at else 'epoch' end, n.at
              from unnest(@services, @environments, @clients, @versions, @times, @deployed) n(service, environment, is_client, version, at, deployed)
             order by n.service, n.environment, n.is_client, n.version
            on conflict (tenant_id, service, environment, is_client, version) do update
               set deployed_at = greatest(v.deployed_at, excluded.deployed_at), last_seen_at = greatest(v.last_seen_at, excluded.last_seen_at)
            """,
            new
            {
                services = seen.Select(report => report.Service).ToArray(),
                environments = seen.Select(report => report.Environment).ToArray(),
                clients = seen.Select(report => report.IsClient).ToArray(),
                versions = seen.Select(report => report.Version).ToArray(),
                times = seen.Select(report => report.At).ToArray(),
                deployed = seen.Select(deployed.Contains).ToArray(),
            }
        );

    /// <returns>The deploys without those whose release an error has just reported, because the log already has an entry for it.</returns>
    public static async Task<IReadOnlyList<ReportedVersion>> ListUnknown(IReadOnlyList<ReportedVersion> deployed, UnitOfWork work)
    {
        if (deployed.Count == 0)
            return [];
        var logged = (
            await work.List<string>(
                """
                select distinct n.version from unnest(@versions) n(version)
                  join errors.releases r on r.tenant_id = 'tnt_platform' and (r.release = n.version or right(r.release, length(n.version) + 1) = '@' || n.version)
                 where r.release_id is not null and r.first_seen_at > clock_timestamp() - interval '30 minutes'
                """,
                new { versions = deployed.Select(report => report.Version).Distinct(StringComparer.Ordinal).ToArray() }
            )
        ).ToHashSet(StringComparer.Ordinal);
        return [.. deployed.Where(report => !logged.Contains(report.Version))];
    }

    /// <summary>Makes the versions known as releases, so that an error in one of them is neither its first report nor, later, a regression in a new release.</summary>
    public static Task AddReleases(IReadOnlyList<ReportedVersion> seen, UnitOfWork work) =>
        work.Execute(
            """
            insert into errors.releases as r (tenant_id, release, first_seen_at, last_seen_at)
            select 'tnt_platform', n.version, clock_timestamp(), max(n.at) from unnest(@versions, @times) n(version, at)
             where (select count(*) from errors.releases known where known.tenant_id = 'tnt_platform') < @most
                or exists (select from errors.releases known where known.tenant_id = 'tnt_platform' and known.release = n.version)
             group by n.version
             order by n.version
            on conflict (tenant_id, release) do update set last_seen_at = greatest(r.last_seen_at, excluded.last_seen_at)
            """,
            new
            {
                versions = seen.Select(report => report.Version).ToArray(),
                times = seen.Select(report => report.At).ToArray(),
                most = ErrorRows.MaxReleases,
            }
        );

    public static Task AddDeploys(IReadOnlyList<(string Id, ReportedVersion Report)> deploys, UnitOfWork work) =>
        work.Execute(
            """
            insert into errors.deploys (tenant_id, deploy_id, service, environment, version, deployed_at)
            select 'tnt_platform', n.id, n.service, n.environment, n.version, clock_timestamp()
              from unnest(@ids, @services, @environments, @versions) n(id, service, environment, version)
            """,
            new
            {
                ids = deploys.Select(deploy => deploy.Id).ToArray(),
                services = deploys.Select(deploy => deploy.Report.Service).ToArray(),
                environments = deploys.Select(deploy => deploy.Report.Environment).ToArray(),
                versions = deploys.Select(deploy => deploy.Report.Version).ToArray(),
            }
        );

    /// <summary>Deletes the oldest rows beyond the maximum number.</summary>
    public static async Task Limit(UnitOfWork work)
    {
        await work.Execute(
            """
            delete from errors.versions v
             where v.tenant_id = 'tnt_platform'
               and (v.service, v.environment, v.is_client, v.version) in (select o.service, o.environment, o.is_client, o.version from errors.versions o
                                                                           where o.tenant_id = 'tnt_platform' order by o.last_seen_at desc offset @most)
            """,
            new { most = MaxRows }
        );
        await work.Execute(
            """
            delete from errors.deploys d
             where d.tenant_id = 'tnt_platform'
               and d.deploy_id in (select o.deploy_id from errors.deploys o
                                    where o.tenant_id = 'tnt_platform' order by o.deployed_at desc, o.deploy_id offset @most)
            """,
            new { most = MaxRows }
        );
    }

    private sealed record VersionRow(string Service, string Environment, bool IsClient, string Version, DateTimeOffset DeployedAt, DateTimeOffset LastSeenAt);
}
