using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Errors;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Errors;

/// <summary>An error with its releases, affected tenants and occurrence counts.</summary>
/// <param name="Error">The error with its state.</param>
/// <param name="Hours">Number of occurrences in each of the last 48 hours, oldest first.</param>
/// <param name="Sightings">The last 20 releases and environments, newest first.</param>
/// <param name="Tenants">The 50 tenants for which it occurred last.</param>
/// <param name="UserCount">Number of users for whom it occurred, at most 100 of each tenant.</param>
/// <param name="Users">The 50 users for whom it occurred last.</param>
/// <param name="Operations">The 20 operations in which it occurred last.</param>
/// <param name="Occurrences">The last 10 occurrences, newest first.</param>
public sealed record ErrorDetails(
    ErrorGroup Error,
    IReadOnlyList<ErrorHour> Hours,
    IReadOnlyList<ErrorSighting> Sightings,
    IReadOnlyList<ErrorTenant> Tenants,
    long UserCount,
    IReadOnlyList<ErrorUser> Users,
    IReadOnlyList<ErrorOperation> Operations,
    IReadOnlyList<ErrorOccurrence> Occurrences
);

/// <summary>Number of occurrences in an hour.</summary>
/// <param name="At">Start of the hour.</param>
/// <param name="Events">Number of occurrences.</param>
public sealed record ErrorHour(DateTimeOffset At, long Events)
{
    /// <param name="count">Number of hours, the last of which is the current one.</param>
    /// <returns>Hours of each error, oldest first, with those without occurrences.</returns>
    internal static async Task<IReadOnlyDictionary<string, IReadOnlyList<ErrorHour>>> List(
        IReadOnlyCollection<string> ids,
        int count,
        DateTimeOffset now,
        UnitOfWork work
    )
    {
        var hours = Hours.Last(count, now);
        var rows = await work.List<Row>(
            "select group_id, bucket_at, events from errors.hours where tenant_id = 'tnt_platform' and group_id = any(@ids) and bucket_at >= @first",
            new { ids = ids.ToArray(), first = hours[0] }
        );
        var found = rows.ToDictionary(row => (row.GroupId, row.BucketAt), row => row.Events);
        return ids.ToDictionary(
            id => id,
            id => (IReadOnlyList<ErrorHour>)[.. hours.Select(at => new ErrorHour(at, found.GetValueOrDefault((id, at))))],
            StringComparer.Ordinal
        );
    }

    private sealed record Row(string GroupId, DateTimeOffset BucketAt, long Events);
}

/// <summary>A release and environment in which an error occurred.</summary>
/// <param name="Release">Null if the application didn't report it.</param>
/// <param name="Environment">Null if the application didn't report it.</param>
/// <param name="Events">Number of occurrences in this release and environment.</param>
/// <param name="FirstSeenAt">When it first occurred in them.</param>
/// <param name="LastSeenAt">When it last occurred in them.</param>
public sealed record ErrorSighting(string? Release, string? Environment, long Events, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt)
{
    internal static Task<IReadOnlyList<ErrorSighting>> List(string groupId, int limit, UnitOfWork work) =>
        work.List<ErrorSighting>(
            """
            select nullif(s.release, '') as release, nullif(s.environment, '') as environment, s.events, s.first_seen_at, s.last_seen_at
              from errors.sightings s
             where s.tenant_id = 'tnt_platform' and s.group_id = @groupId
             order by s.last_seen_at desc
             limit @limit
            """,
            new { groupId, limit }
        );

    /// <returns>Releases, or environments, that were seen last.</returns>
    internal static Task<IReadOnlyList<string>> ListWords(string column, UnitOfWork work) =>
        work.List<string>(
            $"""
            select s.{column} from errors.sightings s
             where s.tenant_id = 'tnt_platform' and s.{column} <> ''
             group by s.{column} order by max(s.last_seen_at) desc limit 50
            """
        );
}

/// <summary>A tenant for which an error occurred.</summary>
/// <param name="Events">Number of occurrences for this tenant.</param>
/// <param name="FirstSeenAt">When it first occurred for this tenant.</param>
/// <param name="LastSeenAt">When it last occurred for this tenant.</param>
/// <param name="Mrr">Its current MRR.</param>
public sealed record ErrorTenant(string TenantId, string Name, long Events, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, Money Mrr)
{
    internal static async Task<IReadOnlyList<ErrorTenant>> List(string groupId, int limit, Mode mode, UnitOfWork work)
    {
        var rows = await work.List<Row>(
            """
            select a.tenant_id, t.name, a.events, a.first_seen_at, a.last_seen_at, t.mrr
              from errors.affected a join core.tenants t on t.tenant_id = a.tenant_id and t.mode = @mode
             where a.group_id = @groupId
             order by a.last_seen_at desc
             limit @limit
            """,
            new
            {
                groupId,
                limit,
                mode,
            }
        );
        var currency = (await ReportingSettings.Of(work)).Currency;
        return [.. rows.Select(row => new ErrorTenant(row.TenantId, row.Name, row.Events, row.FirstSeenAt, row.LastSeenAt, new(row.Mrr, currency)))];
    }

    private sealed record Row(string TenantId, string Name, long Events, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, long Mrr);
}

/// <summary>An occurrence of an error.</summary>
/// <param name="EventId">ID that the SDK gave it.</param>
/// <param name="OccurredAt">When it occurred, according to the application.</param>
/// <param name="Title">Type and message of the exception, or the message.</param>
/// <param name="Level">How serious it is, according to the application.</param>
/// <param name="Release">Release of the application; null if it is unknown.</param>
/// <param name="Environment">Environment of the application, such as production; null if it is unknown.</param>
/// <param name="TenantId">Null if the report names no known tenant.</param>
/// <param name="MemberId">Null if the report names no known member.</param>
/// <param name="UserId">The application's ID for the user; null if the report names none.</param>
/// <param name="Exceptions">The exception, and then its causes.</param>
/// <param name="Details">Tags, request, contexts, extra values and breadcrumbs, without secrets.</param>
public sealed record ErrorOccurrence(
    string EventId,
    DateTimeOffset OccurredAt,
    string Title,
    ErrorLevel Level,
    string? Release,
    string? Environment,
    string? TenantId,
    string? MemberId,
    string? UserId,
    IReadOnlyList<ErrorException> Exceptions,
    JsonElement Details
)
{
    internal static Task<IReadOnlyList<ErrorOccurrence>> List(string groupId, int limit, Mode mode, UnitOfWork work) =>
        work.List<ErrorOccurrence>(
            """
            select e.event_id, e.occurred_at, e.title, e.level, e.release, e.environment, nullif(e.tenant_id, 'tnt_platform') as tenant_id, m.member_id, e.user_id,
                   e.exceptions, e.details
              from errors.events e
              left join core.members m on m.tenant_id = e.tenant_id and m.external_id = e.user_id
              left join core.tenants t on t.tenant_id = e.tenant_id
             where e.group_id = @groupId and (e.tenant_id = 'tnt_platform' or t.mode = @mode)
             order by e.occurred_at desc, e.event_id
             limit @limit
            """,
            new
            {
                groupId,
                limit,
                mode,
            }
        );
}
