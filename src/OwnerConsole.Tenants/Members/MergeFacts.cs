using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Tenants.Members;

/// <summary>Reads what a merge checks in addition to the merged record.</summary>
internal static class MergeFacts
{
    /// <param name="into">An id, <c>ext:</c> followed by the application's id, or a support number.</param>
    /// <returns>The other member of the same tenant, by member; members without a match are left out.</returns>
    public static async Task<Dictionary<string, string>> Others(IReadOnlyList<string> ids, string into, UnitOfWork work) =>
        (
            await work.List<Pair>(
                """
                select m.member_id, i.member_id as into_id
                  from core.members m
                  join lateral (
                    select o.member_id from core.members o where o.tenant_id = m.tenant_id and o.member_id = @into
                    union all
                    select o.member_id from core.members o where o.tenant_id = m.tenant_id and @into like 'ext:%' and o.external_id = substr(@into, 5)
                    union all
                    select n.member_id from core.support_numbers n where n.number = @into and n.tenant_id = m.tenant_id) i on true
                 where m.member_id = any(@ids)
                """,
                new { ids, into = into.Trim() }
            )
        ).ToDictionary(pair => pair.MemberId, pair => pair.IntoId, StringComparer.Ordinal);

    /// <summary>Counts the reported sessions and purchases of each member, including those of records merged into them.</summary>
    public static async Task<Dictionary<string, ReportedActivity>> Reported(IReadOnlyList<string> ids, UnitOfWork work) =>
        (
            await work.List<Counts>(
                """
                select m.member_id, sum(s.sessions)::bigint as sessions, sum(p.purchases)::bigint as purchases
                  from core.members m
                  join lateral (select m.member_id as id union all
                                select g.member_id from core.merges g where g.into_id = m.member_id and g.tenant_id = m.tenant_id and g.to_at is null) r on true
                 cross join lateral (select count(*) as sessions from core.sessions s where s.tenant_id = m.tenant_id and s.member_id = r.id) s
                 cross join lateral (select count(*) as purchases from core.purchases p where p.tenant_id = m.tenant_id and p.member_id = r.id) p
                 where m.member_id = any(@ids)
                 group by m.member_id
                """,
                new { ids }
            )
        ).ToDictionary(counts => counts.MemberId, counts => new ReportedActivity(counts.Sessions, counts.Purchases), StringComparer.Ordinal);

    private sealed record Pair(string MemberId, string IntoId);

    private sealed record Counts(string MemberId, long Sessions, long Purchases);
}
