using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Writes groups, occurrences and their numbers, each in one statement for any number of errors.</summary>
internal static class ErrorRows
{
    /// <summary>Maximum number of occurrences kept of each group and tenant.</summary>
    private const int MaxEvents = 20;

    /// <summary>Maximum number of known releases.</summary>
    public const int MaxReleases = 1_000;

    private const string ReleasePrefix = "rel";

    /// <summary>Fingerprint of the group for errors beyond the maximum number of groups.</summary>
    public const string OverflowFingerprint = "overflow";

    /// <returns>IDs of the events that are already stored.</returns>
    public static async Task<IReadOnlySet<string>> ListKnown(IReadOnlyList<StoredError> errors, UnitOfWork work) =>
        (
            await work.List<string>(
                "select e.event_id from errors.events e join unnest(@owners, @ids) n(tenant_id, event_id) on e.tenant_id = n.tenant_id and e.event_id = n.event_id",
                new { owners = errors.Select(error => error.Owner).ToArray(), ids = errors.Select(error => error.Report.EventId).ToArray() }
            )
        ).ToHashSet(StringComparer.Ordinal);

    public static Task<long> CountGroups(UnitOfWork work) => work.One<long>("select count(*) from errors.groups where tenant_id = 'tnt_platform'");

    /// <returns>The errors, those of new groups in one group for all of them.</returns>
    public static async Task<List<StoredError>> LimitGroups(IReadOnlyList<StoredError> errors, UnitOfWork work)
    {
        var known = await work.List<string>(
            "select g.fingerprint from errors.groups g where g.tenant_id = 'tnt_platform' and g.fingerprint = any(@fingerprints)",
            new { fingerprints = errors.Select(error => error.Report.Fingerprint).Distinct(StringComparer.Ordinal).ToArray() }
        );
        var found = known.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. errors.Select(error =>
                found.Contains(error.Report.Fingerprint)
                    ? error
                    : error with
                    {
                        Report = error.Report with { Fingerprint = OverflowFingerprint, Title = "Other errors (limit of 5,000 reached)" },
                    }
            ),
        ];
    }

    /// <param name="batches">Errors of each group, with the id that a new group gets.</param>
    public static async Task<IReadOnlyList<KnownGroup>> AddGroups(IReadOnlyList<(string NewId, List<StoredError> Errors)> batches, UnitOfWork work)
    {
        var last = batches.Select(batch => batch.Errors.MaxBy(error => error.At)!.Report).ToList(); // a group has an error
        return await work.List<KnownGroup>(
            """
            insert into errors.groups as g (tenant_id, group_id, fingerprint, title, culprit, level, first_release, last_release, first_seen_at, last_seen_at, events)
            select 'tnt_platform', n.id, n.fingerprint, n.title, n.culprit, n.level, n.first_release, n.release, n.first, n.last, n.events
              from unnest(@ids, @fingerprints, @titles, @culprits, @levels, @firstReleases, @releases, @firsts, @lasts, @counts)
                     with ordinality n(id, fingerprint, title, culprit, level, first_release, release, first, last, events, nth)
             order by n.nth
            on conflict (tenant_id, fingerprint) do update
               set title = case when excluded.last_seen_at >= g.last_seen_at then excluded.title else g.title end,
                   culprit = case when excluded.last_seen_at >= g.last_seen_at then excluded.culprit else g.culprit end,
                   level = case when excluded.last_seen_at >= g.last_seen_at then excluded.level else g.level end,
                   last_release = case when excluded.last_seen_at >= g.last_seen_at then coalesce(excluded.last_release, g.last_release) else g.last_release end,
                   first_release = case when excluded.first_seen_at < g.first_seen_at then excluded.first_release else g.first_release end,
                   first_seen_at = least(g.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(g.last_seen_at, excluded.last_seen_at),
                   events = g.events + excluded.events
            returning g.group_id, g.fingerprint, g.title, g.group_id = any(@ids) as is_new
            """,
            new
            {
                ids = batches.Select(batch => batch.NewId).ToArray(),
                fingerprints = last.Select(report => report.Fingerprint).ToArray(),
                titles = last.Select(report => report.Title).ToArray(),
                culprits = last.Select(report => report.Culprit).ToArray(),
                levels = last.Select(report => report.Level.ToText()).ToArray(),
                firstReleases = batches.Select(batch => batch.Errors.MinBy(error => error.At)!.Report.Release).ToArray(), // a group has an error
                releases = last.Select(report => report.Release).ToArray(),
                firsts = batches.Select(batch => batch.Errors.Min(error => error.At)).ToArray(),
                lasts = batches.Select(batch => batch.Errors.Max(error => error.At)).ToArray(),
                counts = batches.Select(batch => (long)batch.Errors.Count).ToArray(),
            }
        );
    }

    /// <returns>Releases that were not known before. A release that OpenTelemetry has reported in the last day, such as 1.0.0 for app@1.0.0, is known.</returns>
    public static async Task<IReadOnlyList<KnownRelease>> AddReleases(IReadOnlyList<StoredError> errors, IdGenerator ids, UnitOfWork work)
    {
        var named = errors
            .Where(error => error.Report.Release is not null)
            .GroupBy(error => error.Report.Release!, StringComparer.Ordinal) // not null: selected before
            .ToList();
        if (named.Count == 0)
            return [];
        var stored = await work.List<KnownRelease>(
            """
            insert into errors.releases as r (tenant_id, release, release_id, first_seen_at, last_seen_at)
            select 'tnt_platform', n.release, n.id, clock_timestamp(), n.at from unnest(@releases, @ids, @times) n(release, id, at)
             where (select count(*) from errors.releases known where known.tenant_id = 'tnt_platform') < @most
                or exists (select from errors.releases known where known.tenant_id = 'tnt_platform' and known.release = n.release)
             order by n.release
            on conflict (tenant_id, release) do update set last_seen_at = greatest(r.last_seen_at, excluded.last_seen_at)
            returning r.release_id as id, r.release as name,
                      r.xmax = 0 and not exists (select from errors.deploys d
                                                  where d.tenant_id = 'tnt_platform' and d.deployed_at > clock_timestamp() - interval '1 day'
                                                    and right(r.release, length(d.version) + 1) = '@' || d.version) as is_new
            """,
            new
            {
                releases = named.Select(release => release.Key).ToArray(),
                ids = named.Select(_ => ids.New(ReleasePrefix)).ToArray(),
                times = named.Select(release => release.Max(error => error.At)).ToArray(),
                most = MaxReleases,
            }
        );
        return [.. stored.Where(release => release.IsNew)];
    }

    /// <summary>Counts occurrences per hour, per release and environment, and per tenant.</summary>
    public static async Task Count(IReadOnlyList<(StoredError Error, string GroupId)> errors, UnitOfWork work)
    {
        var args = new
        {
            groups = errors.Select(error => error.GroupId).ToArray(),
            times = errors.Select(error => error.Error.At).ToArray(),
            releases = errors.Select(error => error.Error.Report.Release ?? "").ToArray(),
            environments = errors.Select(error => error.Error.Report.Environment ?? "").ToArray(),
            tenants = errors.Select(error => error.Error.TenantId).ToArray(),
        };
        await work.Execute(
            """
            insert into errors.hours as h (tenant_id, group_id, bucket_at, events)
            select 'tnt_platform', n.id, date_bin('1 hour', n.at, 'epoch'), count(*) from unnest(@groups, @times) n(id, at) group by 2, 3 order by 2, 3
            on conflict (tenant_id, group_id, bucket_at) do update set events = h.events + excluded.events
            """,
            args
        );
        await work.Execute(
            """
            insert into errors.sightings as s (tenant_id, group_id, release, environment, events, first_seen_at, last_seen_at)
            select 'tnt_platform', n.id, n.release, n.environment, count(*), min(n.at), max(n.at)
              from unnest(@groups, @times, @releases, @environments) n(id, at, release, environment)
             group by 2, 3, 4 order by 2, 3, 4
            on conflict (tenant_id, group_id, release, environment) do update
               set events = s.events + excluded.events, first_seen_at = least(s.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at)
            """,
            args
        );
        await work.Execute(
            """
            insert into errors.affected as a (tenant_id, group_id, events, first_seen_at, last_seen_at)
            select n.tenant_id, n.id, count(*), min(n.at), max(n.at)
              from unnest(@groups, @times, @tenants) n(id, at, tenant_id)
             where n.tenant_id is not null
             group by 1, 2 order by 1, 2
            on conflict (tenant_id, group_id) do update
               set events = a.events + excluded.events, first_seen_at = least(a.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(a.last_seen_at, excluded.last_seen_at)
            """,
            args
        );
    }

    public static async Task AddEvents(IReadOnlyList<(StoredError Error, string GroupId)> errors, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into errors.events (tenant_id, event_id, group_id, occurred_at, title, level, release, environment, user_id, exceptions, details)
            select n.* from unnest(@owners, @ids, @groups, @times, @titles, @levels, @releases, @environments, @users, @exceptions, @details) n
            on conflict (tenant_id, event_id) do nothing
            """,
            new
            {
                owners = errors.Select(error => error.Error.Owner).ToArray(),
                ids = errors.Select(error => error.Error.Report.EventId).ToArray(),
                groups = errors.Select(error => error.GroupId).ToArray(),
                times = errors.Select(error => error.Error.At).ToArray(),
                titles = errors.Select(error => error.Error.Report.Title).ToArray(),
                levels = errors.Select(error => error.Error.Report.Level.ToText()).ToArray(),
                releases = errors.Select(error => error.Error.Report.Release).ToArray(),
                environments = errors.Select(error => error.Error.Report.Environment).ToArray(),
                users = errors.Select(error => error.Error.Report.User).ToArray(),
                exceptions = errors.Select(error => Json.Element(error.Error.Report.Exceptions)).ToArray(),
                details = errors.Select(error => error.Error.Report.Details).ToArray(),
            }
        );
        await work.Execute(
            """
            delete from errors.events e
             using (select o.tenant_id, o.event_id, row_number() over (partition by o.tenant_id, o.group_id order by o.occurred_at desc, o.event_id) as nth
                      from errors.events o where o.tenant_id = any(@owners) and o.group_id = any(@groups)) old
             where e.tenant_id = old.tenant_id and e.event_id = old.event_id and old.nth > @most
            """,
            new
            {
                owners = errors.Select(error => error.Error.Owner).Distinct(StringComparer.Ordinal).ToArray(),
                groups = errors.Select(error => error.GroupId).Distinct(StringComparer.Ordinal).ToArray(),
                most = MaxEvents,
            }
        );
    }

    /// <returns>Resolved groups that have occurred again.</returns>
    /// <remarks>A resolution for a release waits for that release, or for one that was unknown when it was made: older releases still run elsewhere.</remarks>
    public static Task<IReadOnlyList<string>> FindRegressions(IReadOnlyList<(StoredError Error, string GroupId)> errors, UnitOfWork work) =>
        work.List<string>(
            """
            update errors.groups g set regressed_at = n.at
              from (select distinct on (i.group_id) i.group_id, i.at, d.opened_at
                      from unnest(@groups, @times, @releases) i(group_id, at, release)
                      join errors.decisions d on d.tenant_id = 'tnt_platform' and d.group_id = i.group_id and d.closed_by is null and d.state = 'resolved' and d.opened_at < i.at
                      left join errors.releases r on r.tenant_id = 'tnt_platform' and r.release = i.release
                     where d.release is null or i.release is null or i.release = d.release or r.first_seen_at > d.opened_at
                     order by i.group_id, i.at) n
             where g.tenant_id = 'tnt_platform' and g.group_id = n.group_id and (g.regressed_at is null or g.regressed_at < n.opened_at)
            returning g.group_id
            """,
            new
            {
                groups = errors.Select(error => error.GroupId).ToArray(),
                times = errors.Select(error => error.Error.At).ToArray(),
                releases = errors.Select(error => error.Error.Report.Release).ToArray(),
            }
        );

    /// <summary>A release that an error has reported.</summary>
    /// <param name="Id">Null for one that was known before releases had IDs.</param>
    internal sealed record KnownRelease(string? Id, string Name, bool IsNew);

    /// <summary>A group to which an error was added.</summary>
    internal sealed record KnownGroup(string GroupId, string Fingerprint, string Title, bool IsNew);
}
