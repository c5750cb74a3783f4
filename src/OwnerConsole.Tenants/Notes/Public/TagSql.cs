using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Notes.Public;

/// <summary>SQL fragments for tags in the queries of lists, where the tenant has the alias <c>t</c> or <c>p</c>.</summary>
public static class TagSql
{
    /// <summary>Condition: the tenant <c>t</c> has the tag <c>@tag</c>.</summary>
    public const string HasTag = "exists (select 1 from notes.tags g where g.tenant_id = t.tenant_id and g.tag = @tag and g.closed_by is null)";

    /// <summary>The tags of the tenant <c>p</c>, in order.</summary>
    public const string TagsOfTenant = "array(select g.tag from notes.tags g where g.tenant_id = p.tenant_id and g.closed_by is null order by g.tag)";

    /// <returns>All tags in use, in order.</returns>
    public static Task<IReadOnlyList<string>> FindTags(int most, UnitOfWork work) => work.Distinct("notes.tags", "tag", "closed_by is null", most);

    /// <summary>Normalizes a tag: case and surrounding spaces make no difference.</summary>
    public static string Normalize(string tag) => TagFacts.Normalize(tag);
}
