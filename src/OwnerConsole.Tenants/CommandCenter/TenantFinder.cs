using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.CommandCenter;

/// <summary>Finds tenants by part of a name, contact email or ID, like the directory. Names that start with the text come first.</summary>
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
                .Take(most)
                .Select(row => new SearchHit(row.TenantId, row.Name, $"{StatusBadge.Word(row.Status)} · {row.ExternalId}", $"/tenants/{row.TenantId}")),
        ];
    }

    private sealed record Row(string TenantId, string Name, string ExternalId, TenantStatus Status);
}
