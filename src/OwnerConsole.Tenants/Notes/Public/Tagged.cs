using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tenants.Notes.Public;

/// <summary>Tags as parts of a list's statement; the tenant is <c>t</c> or <c>p</c> there.</summary>
public static class Tagged
{
    /// <summary>Of a tenant <c>t</c>: it has the tag <c>@tag</c>.</summary>
    public const string Has = "exists (select 1 from notes.tags g where g.tenant_id = t.tenant_id and g.tag = @tag and g.closed_by is null)";

    /// <summary>Of a tenant <c>p</c>: its tags in order.</summary>
    public const string All = "array(select g.tag from notes.tags g where g.tenant_id = p.tenant_id and g.closed_by is null order by g.tag)";

    /// <returns>those that somebody has, in order</returns>
    public static Task<IReadOnlyList<string>> Words(int most, Work work) => work.Distinct("notes.tags", "tag", "closed_by is null", most);

    /// <summary>One word is one tag, however it is written.</summary>
    public static string Word(string tag) => TagFacts.Word(tag);
}
