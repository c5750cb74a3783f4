using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Access.Public;

/// <summary>SQL fragments for the suspension of a member <c>m</c>.</summary>
public static class MemberSuspensionSql
{
    /// <summary>Condition: the member <c>m</c>, or a record merged into them, is suspended.</summary>
    public const string IsSuspended =
        $"(m.tenant_id, m.member_id) in (select this.tenant_id, {MemberRestrictions.Person} from access.member_suspensions this where this.closed_by is null)";

    /// <summary>Joins the open suspension of the member <c>m</c> or of a record merged into them as <c>x</c>; its columns are null if there is none.</summary>
    public const string Join = """
        left join lateral (
          select s.cause, s.message, s.opened_at
            from access.member_suspensions s
           where s.tenant_id = m.tenant_id and s.closed_by is null
             and (s.member_id = m.member_id
                  or s.member_id in (select g.member_id from core.merges g where g.into_id = m.member_id and g.tenant_id = m.tenant_id and g.to_at is null))
           order by s.opened_at desc, s.member_id
           limit 1) x on true
        """;
}
