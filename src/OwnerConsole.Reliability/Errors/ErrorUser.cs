using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Errors;

/// <summary>A user for whom an error occurred.</summary>
/// <param name="UserId">The application's ID for the user.</param>
/// <param name="TenantId">Null if the reports name no known tenant.</param>
/// <param name="MemberId">Null if the ID belongs to no known member of the tenant.</param>
/// <param name="Name">Name of the member; null if it is unknown.</param>
/// <param name="Events">Number of occurrences for this user.</param>
/// <param name="FirstSeenAt">When it first occurred for this user.</param>
/// <param name="LastSeenAt">When it last occurred for this user.</param>
public sealed record ErrorUser(
    string UserId,
    string? TenantId,
    string? MemberId,
    string? Name,
    long Events,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset LastSeenAt
)
{
    /// <summary>Users u of tenants of one mode, and of reports that name no known tenant, as an SQL fragment.</summary>
    internal const string OfMode =
        "errors.users u left join core.tenants t on t.tenant_id = u.tenant_id where (u.tenant_id = 'tnt_platform' or t.mode = @mode)";

    internal static Task<long> Count(string groupId, Mode mode, UnitOfWork work) =>
        work.One<long>($"select count(*) from {OfMode} and u.group_id = @groupId", new { groupId, mode });

    internal static Task<IReadOnlyList<ErrorUser>> List(string groupId, int limit, Mode mode, UnitOfWork work) =>
        work.List<ErrorUser>(
            """
            select u.user_id, nullif(u.tenant_id, 'tnt_platform') as tenant_id, m.member_id, m.name, u.events, u.first_seen_at, u.last_seen_at
              from errors.users u
              left join core.members m on m.tenant_id = u.tenant_id and m.external_id = u.user_id
              left join core.tenants t on t.tenant_id = u.tenant_id
             where u.group_id = @groupId and (u.tenant_id = 'tnt_platform' or t.mode = @mode)
             order by u.last_seen_at desc, u.user_id, u.tenant_id
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
