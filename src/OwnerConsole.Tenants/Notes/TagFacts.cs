using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tenants.Notes;

/// <summary>The state of a tenant that tagging depends on.</summary>
/// <param name="IsTagged">True if the tenant has the tag.</param>
/// <param name="Tags">Number of tags the tenant has.</param>
public sealed partial record TagFacts(string TenantId, long Revision, bool IsTagged, long Tags) : ISubject
{
    public string Id => TenantId;

    /// <summary>Normalizes a tag: case and surrounding spaces make no difference.</summary>
    public static string Normalize(string tag) => NfcNormalizer.Normalize(tag.Trim()).ToLowerInvariant();

    /// <returns>Whether a tag of a tenant or member can be stored.</returns>
    public static bool IsValid(string tag) => TagPattern().IsMatch(Normalize(tag));

    public static Task<IReadOnlyList<TagFacts>> Load(IReadOnlyList<string> ids, string tag, UnitOfWork work) =>
        work.List<TagFacts>(
            $"""
            select s.tenant_id, (select count(*) + count(g.closed_by) from notes.tags g where g.tenant_id = s.tenant_id) as revision,
                   exists (select 1 from notes.tags g where g.tenant_id = s.tenant_id and g.tag = @tag and g.closed_by is null) as is_tagged,
                   (select count(*) from notes.tags g where g.tenant_id = s.tenant_id and g.closed_by is null) as tags
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids, tag = Normalize(tag) }
        );

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{M}\p{N} _\-]{0,29}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TagPattern();
}
