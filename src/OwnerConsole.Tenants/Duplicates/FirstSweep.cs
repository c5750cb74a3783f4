using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Compares all records that existed before their changes were marked, once.</summary>
internal static class FirstSweep
{
    /// <param name="most">Maximum number of records.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>The next records in the order of their IDs; null if all have been compared.</returns>
    public static async Task<IReadOnlyList<StaleRecord>?> ListNext(int most, UnitOfWork work)
    {
        var progress = await work.One<Progress>("select s.reached, s.ended_at from duplicates.sweep s where s.tenant_id = 'tnt_platform'");
        if (progress?.EndedAt is not null)
            return null;
        return await work.List<StaleRecord>(
            """
            select r.tenant_id, r.id, 0::bigint as marks
              from ((select m.tenant_id, m.member_id as id from core.members m where m.member_id > @reached order by m.member_id limit @most)
                    union all
                    (select t.tenant_id, t.tenant_id from core.tenants t where t.tenant_id > @reached order by t.tenant_id limit @most)) r
             order by r.id
             limit @most
            """,
            new { reached = progress?.Reached ?? "", most }
        );
    }

    /// <param name="records">Compared records in the order of their IDs; empty if none was left.</param>
    /// <param name="work">Names the platform.</param>
    public static Task Advance(IReadOnlyList<StaleRecord> records, UnitOfWork work) =>
        work.Execute(
            """
            insert into duplicates.sweep as s (tenant_id, reached, ended_at) values ('tnt_platform', @reached, case when @isLast then now() end)
            on conflict (tenant_id) do update set reached = greatest(s.reached, excluded.reached), ended_at = excluded.ended_at
            """,
            new { reached = records.Count == 0 ? "" : records[^1].Id, isLast = records.Count == 0 }
        );

    private sealed record Progress(string Reached, DateTimeOffset? EndedAt);
}
