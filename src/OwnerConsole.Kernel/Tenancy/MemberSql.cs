namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Shared SQL fragments for members (m).</summary>
public static class MemberSql
{
    /// <summary>Searchable text of a member, ignoring accents, case and width. The index members_by_text is on this expression.</summary>
    public const string SearchText =
        "core.search_text(coalesce(m.name, '') || ' ' || coalesce(m.email, '') || ' ' || m.external_id || ' ' || m.support_number)";

    /// <summary>True for members that are not merged into another record.</summary>
    public const string IsNotMerged =
        "not exists (select from core.merges g where g.member_id = m.member_id and g.tenant_id = m.tenant_id and g.to_at is null)";

    /// <summary>Time when the person was last seen, across all their records.</summary>
    public const string LastSeen = """
        greatest(m.last_seen_at, (select max(r.last_seen_at) from core.merges g join core.members r using (tenant_id, member_id)
                                   where g.into_id = m.member_id and g.tenant_id = m.tenant_id and g.to_at is null)) as last_seen_at
        """;

    /// <summary>Joins the record that a row was merged into, as w.into_id; null when it is not merged.</summary>
    /// <param name="row">Alias of a row with tenant_id and member_id.</param>
    public static string MergedIntoJoin(string row) =>
        $"left join core.merges w on w.member_id = {row}.member_id and w.tenant_id = {row}.tenant_id and w.to_at is null";
}
