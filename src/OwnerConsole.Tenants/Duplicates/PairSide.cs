using OwnerConsole.Data;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>One of the two records of a pair, as the page shows it.</summary>
/// <param name="Id">ID of the member or tenant.</param>
/// <param name="Number">Support number of a member; external ID of a tenant.</param>
/// <param name="Tenant">Name of the member's tenant; null for a tenant.</param>
/// <param name="SinceAt">When the member joined or the tenant signed up.</param>
/// <param name="LastSeenAt">Last activity; null before the first.</param>
public sealed record PairSide(string Id, string? Name, string? Email, string Number, string? Tenant, DateTimeOffset SinceAt, DateTimeOffset? LastSeenAt)
{
    /// <summary>Whether this record rather than the other should remain after a merge: the one that was used last, or else the older one.</summary>
    public bool IsKeptOver(PairSide other) =>
        (LastSeenAt ?? DateTimeOffset.MinValue) == (other.LastSeenAt ?? DateTimeOffset.MinValue)
            ? SinceAt <= other.SinceAt
            : (LastSeenAt ?? DateTimeOffset.MinValue) > (other.LastSeenAt ?? DateTimeOffset.MinValue);

    /// <param name="pairs">Pairs of one kind.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>Their records by ID. Records that were deleted since are missing.</returns>
    internal static async Task<IReadOnlyDictionary<string, PairSide>> Find(DuplicateKind kind, IReadOnlyList<DuplicateView> pairs, UnitOfWork work)
    {
        var ids = pairs.SelectMany(pair => new[] { pair.FirstId, pair.SecondId }).Distinct(StringComparer.Ordinal).ToArray();
        var sides = await work.List<PairSide>(
            kind is DuplicateKind.Member
                ? """
                select m.member_id as id, m.name, m.email, m.support_number as number, t.name as tenant, m.joined_at as since_at, m.last_seen_at
                  from core.members m join core.tenants t on t.tenant_id = m.tenant_id
                 where m.member_id = any(@ids)
                """
                : """
                select t.tenant_id as id, t.name, t.contact_email as email, t.external_id as number, null::text as tenant, t.opened_at as since_at,
                       (select nullif(s.last_seen_at, '-infinity') from core.tenant_summaries s where s.tenant_id = t.tenant_id) as last_seen_at
                  from core.tenants t
                 where t.tenant_id = any(@ids)
                """,
            new { ids }
        );
        return sides.ToDictionary(side => side.Id, StringComparer.Ordinal);
    }
}
