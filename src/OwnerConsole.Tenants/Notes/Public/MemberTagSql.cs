using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Notes.Public;

/// <summary>SQL fragments for the tags of a member <c>m</c>.</summary>
public static class MemberTagSql
{
    /// <summary>Condition: the member <c>m</c> has the tag <c>@tag</c>.</summary>
    public const string HasTag =
        "exists (select from notes.member_tags g where g.tenant_id = m.tenant_id and g.member_id = m.member_id and g.tag = @tag and g.closed_by is null)";

    /// <summary>The tags of the member <c>m</c>, in order.</summary>
    public const string TagsOfMember =
        "array(select g.tag from notes.member_tags g where g.tenant_id = m.tenant_id and g.member_id = m.member_id and g.closed_by is null order by g.tag)";

    /// <returns>All tags of members in use, in order.</returns>
    public static Task<IReadOnlyList<string>> FindTags(int most, UnitOfWork work) => work.Distinct("notes.member_tags", "tag", "closed_by is null", most);
}
