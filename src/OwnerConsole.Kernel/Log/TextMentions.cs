using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Kernel.Log;

/// <summary>Resolves a search text to ids. The log contains ids instead of names, so the text is looked up in the current names.</summary>
/// <param name="Ids">Ids of tenants, members, team members, keys and other named records, and the text itself if it is an id.</param>
/// <param name="Operations">Names of matching operations.</param>
/// <param name="IsCut">Whether there are more matches than are searched for.</param>
public sealed record TextMentions(IReadOnlyList<string> Ids, IReadOnlyList<string> Operations, bool IsCut)
{
    /// <summary>Maximum number of matches for each kind: tenants, members, application records and others.</summary>
    public const int MaxIds = 50;

    /// <summary>Shorter texts match too many names for an index lookup.</summary>
    private const int MinIndexedLength = 3;

    /// <param name="filter">Other criteria; names that belong to lines invisible to the caller are not looked up.</param>
    public static async Task<TextMentions> Find(string text, LogFilter filter, OperationCatalogue catalogue, UnitOfWork work)
    {
        var (ids, isCut) = await FindIds(text, filter, work);
        return new(ids, catalogue.FindByTitle(text), isCut);
    }

    /// <summary>The ids only.</summary>
    public static async Task<(IReadOnlyList<string> Ids, bool IsCut)> FindIds(string text, LogFilter filter, UnitOfWork work)
    {
        var found = await work.List<IdRow>(
            $"""
            (select t.tenant_id as id, 'tenant' as kind from core.tenants t where {TextSearch.OfTenants("@pattern")} {Tenants(filter)} limit @most)
            {(text.Length < MinIndexedLength ? "" : $"""
            union all
            (select m.member_id, 'member' from core.members m join core.tenants t using (tenant_id)
              where {TextSearch.OfMembers("@pattern")} {Tenants(filter)}
              limit @most)
            union all
            (select h.subject_id, 'subject' from core.application_subjects h join core.tenants t using (tenant_id)
              where {ApplicationSubject.SearchText} like {TextSearch.Folded("@pattern")} {Tenants(filter)}
              limit @most)
            union all
            (select h.id, 'thing' from core.entity_names h where {TextSearch.Folded("h.name")} like {TextSearch.Folded("@pattern")} limit @most)
            """)}
            """,
            new
            {
                pattern = LikePattern.Contains(text),
                most = MaxIds + 1,
                mode = filter.Mode,
                onlyTenant = filter.OnlyTenant,
            }
        );
        return (
            [.. found.Select(hit => hit.Id).Append(text).Distinct(StringComparer.Ordinal)],
            found.GroupBy(hit => hit.Kind, StringComparer.Ordinal).Any(kind => kind.Count() > MaxIds)
        );
    }

    private static string Tenants(LogFilter filter) =>
        (filter.Mode is null ? "" : "and t.mode = @mode ") + (filter.OnlyTenant is null ? "" : "and t.tenant_id = @onlyTenant");

    private sealed record IdRow(string Id, string Kind);
}
