namespace OwnerConsole.Kernel.Tenancy;

/// <summary>What statements about people (m) have in common.</summary>
public static class MemberSql
{
    /// <summary>Everything that a person is found by, without accents, case and width: what the index members_by_text is of.</summary>
    public const string Text = "core.folded(coalesce(m.name, '') || ' ' || coalesce(m.email, '') || ' ' || m.external_id || ' ' || m.support_number)";

    /// <summary>It is no record that leads on to another one.</summary>
    public const string Stands = "not exists (select from core.merges g where g.member_id = m.member_id and g.tenant_id = m.tenant_id and g.to_at is null)";

    /// <summary>When the person was there last, by any of their records.</summary>
    public const string LastSeen = """
        greatest(m.last_seen_at, (select max(r.last_seen_at) from core.merges g join core.members r using (tenant_id, member_id)
                                   where g.into_id = m.member_id and g.tenant_id = m.tenant_id and g.to_at is null)) as last_seen_at
        """;

    /// <summary>To whom the record of a row leads now, as w.into_id: null where it stands for itself.</summary>
    /// <param name="row">with tenant_id and member_id</param>
    public static string Led(string row) => $"left join core.merges w on w.member_id = {row}.member_id and w.tenant_id = {row}.tenant_id and w.to_at is null";
}
