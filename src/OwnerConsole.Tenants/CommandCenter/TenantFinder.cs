using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.CommandCenter;

/// <summary>Finds tenants by part of a name, contact email or ID, like the directory. Names that start with the text come first, and current tenants before cancelled ones.</summary>
public sealed class TenantFinder : IFinder
{
    /// <summary>Maximum number of tenants read before ranking.</summary>
    private const int MaxCandidates = 50;

    public string Kind => "tenant";

    public string Permission => "tenant.read";

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work)
    {
        var rows = await work.List<Row>(
            $"""
            select t.tenant_id, t.name, t.external_id, s.status
              from core.tenants t join core.tenant_status s on s.tenant_id = t.tenant_id
             where t.mode = @mode {(caller.OnlyTenant is null ? "" : "and t.tenant_id = @onlyTenant")} and {TextSearch.OfTenants("@pattern")}
             order by t.sort_name, t.tenant_id
             limit @looked
            """,
            new
            {
                mode,
                onlyTenant = caller.OnlyTenant,
                pattern = LikePattern.Contains(text),
                looked = MaxCandidates,
            }
        );
        return
        [
            .. rows.OrderBy(row => !row.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase))
                .ThenBy(row => row.Status is TenantStatus.Cancelled or TenantStatus.Anonymised)
                .Take(most)
                .Select(Hit),
        ];
    }

    // The first condition uses the index on all searched texts; the second looks at the name alone, because the contact can be hidden.
    public async Task<IReadOnlyList<SearchHit>> FindSimilar(Caller caller, Mode mode, string word, int most, UnitOfWork work)
    {
        TextSearch.AcceptMistakes(work);
        var rows = await work.List<Row>(
            $"""
            select t.tenant_id, t.name, t.external_id, s.status
              from core.tenants t join core.tenant_status s on s.tenant_id = t.tenant_id
             where t.mode = @mode {(caller.OnlyTenant is null ? "" : "and t.tenant_id = @onlyTenant")}
               and {TextSearch.Folded("@word")} <% {TextSearch.Folded("t.search")} and {TextSearch.Folded("@word")} <% {TextSearch.Folded("t.name")}
             order by word_similarity({TextSearch.Folded("@word")}, {TextSearch.Folded("t.name")}) desc, t.sort_name, t.tenant_id
             limit @most
            """,
            new
            {
                mode,
                onlyTenant = caller.OnlyTenant,
                word,
                most,
            }
        );
        return [.. rows.Select(Hit)];
    }

    private static SearchHit Hit(Row row) => new(row.TenantId, row.Name, $"{StatusBadge.Word(row.Status)} · {row.ExternalId}", $"/tenants/{row.TenantId}");

    private sealed record Row(string TenantId, string Name, string ExternalId, TenantStatus Status);
}
