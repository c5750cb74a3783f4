using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Locks records of members, and deletes those that were created by mistake.</summary>
public static class MemberRows
{
    private static readonly string[] s_reported = ["core.members", "core.member_attributes", "core.member_attribute_changes", "core.support_numbers"];

    /// <summary>Locks members while an operation is executed, before rows about them are read.</summary>
    /// <remarks>A statement that waits for a lock reads other tables as they were before it waited, so it can't do both.</remarks>
    /// <param name="members">IDs of members.</param>
    /// <param name="work">The run or preview; a preview locks nothing.</param>
    public static async Task Lock(IReadOnlyList<string> members, UnitOfWork work)
    {
        if (work.IsLocking)
            await work.List<string>(
                $"select m.member_id from core.members m where m.member_id = any(@members) order by m.member_id {work.ForUpdate("m")}",
                new { members }
            );
    }

    /// <summary>Locks a member while something about them is stored outside a run. One is stored at a time, and none after an erasure.</summary>
    /// <param name="work">Transaction that names the tenant.</param>
    /// <returns>False if the member doesn't exist or is anonymised.</returns>
    public static async Task<bool> LockUnlessAnonymised(string tenantId, string memberId, UnitOfWork work)
    {
        // An erasure of the tenant or the member changes the status first, so it waits for this transaction, or this one waits and then sees that the member is anonymised.
        await work.Execute("select from core.tenant_status where tenant_id = @tenantId for share", new { tenantId });
        var locked = await work.One<string>(
            "select m.member_id from core.members m where m.tenant_id = @tenantId and m.member_id = @memberId and m.anonymised_at is null for no key update",
            new { tenantId, memberId }
        );
        return locked is not null;
    }

    /// <summary>
    /// Finds members that anything refers to: a row of a table with a column <c>member_id</c>, such as notes, notifications, sessions and days
    /// with events, or a run, task, message, merge or privacy request.
    /// </summary>
    /// <param name="members">IDs of members of the tenant.</param>
    /// <param name="work">Transaction that names the tenant and the platform.</param>
    public static async Task<IReadOnlySet<string>> FindUsed(string tenantId, IReadOnlyCollection<string> members, UnitOfWork work)
    {
        var tables = await work.List<string>(
            """
            select format('%I.%I', n.nspname, c.relname)
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
              join pg_attribute a on a.attrelid = c.oid and a.attname = 'member_id' and not a.attisdropped
              join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id' and not t.attisdropped
             where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema')
               and has_table_privilege(c.oid, 'delete')
             order by 1
            """
        );
        var named = tables.Except(s_reported).Select(table => $"select member_id from {table} where tenant_id = @tenantId and member_id = any(@members)");
        return (
            await work.List<string>(
                $"""
                select x.subject_id from core.run_subjects x where x.tenant_id = @tenantId and x.subject_id = any(@members)
                union
                select x.subject_id from core.tasks x where x.tenant_id = @tenantId and x.subject_id = any(@members)
                union
                select x.into_id from core.merges x where x.tenant_id = @tenantId and x.into_id = any(@members)
                union
                select x.recipient from automations.messages x where x.tenant_id = @tenantId and x.recipient = any(@members)
                union
                select m.id from privacy.requests q cross join unnest(q.members) m(id) where q.tenant_id = 'tnt_platform' and q.members && @members and m.id = any(@members)
                union
                {string.Join(" union ", named)}
                """,
                new { tenantId, members }
            )
        ).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Deletes members with their support numbers. Metrics of the days since they joined are calculated again.</summary>
    /// <param name="members">IDs of members that <see cref="FindUsed"/> didn't find. The caller has checked legal holds.</param>
    /// <param name="work">Transaction that names the tenant.</param>
    public static async Task Delete(string tenantId, IReadOnlyCollection<string> members, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into core.stale_days (mode, basis, day, ever_after)
            select t.mode, '*', min(m.joined_at at time zone c.zone)::date, true
              from core.members m join core.tenants t using (tenant_id) cross join core.reporting c
             where m.tenant_id = @tenantId and m.member_id = any(@members) and (m.joined_at at time zone c.zone)::date < (now() at time zone c.zone)::date
             group by t.mode
            """,
            new { tenantId, members }
        );
        await work.Execute("delete from core.member_attributes where tenant_id = @tenantId and member_id = any(@members)", new { tenantId, members });
        await work.Execute("delete from core.member_attribute_changes where tenant_id = @tenantId and member_id = any(@members)", new { tenantId, members });
        await work.Execute("delete from core.support_numbers where tenant_id = @tenantId and member_id = any(@members)", new { tenantId, members });
        await work.Execute("delete from core.members where tenant_id = @tenantId and member_id = any(@members)", new { tenantId, members });
    }
}
