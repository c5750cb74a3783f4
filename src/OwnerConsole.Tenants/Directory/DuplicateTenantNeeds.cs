using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Reports tenants that an earlier release stored twice, with %2F and with a slash in their ID.</summary>
public sealed class DuplicateTenantNeeds : IAttentionSource
{
    public string Permission => "tenant.read";

    public async Task<IReadOnlyList<AttentionItem>> Find(Population population, UnitOfWork work) =>
        await work.List<string>(
            """
            select t.external_id from core.tenants t
             where t.population = @population and t.external_id ~* '%2f'
               and exists (select from core.tenants o where o.population = t.population and o.external_id = regexp_replace(t.external_id, '%2f', '/', 'gi'))
             order by 1
            """,
            new { population }
        )
            is [_, ..] twins
            ?
            [
                new(
                    Urgency.ThisWeek,
                    $"{Wording.Count(twins.Count, "tenant")} {(twins.Count == 1 ? "exists" : "exist")} twice, with %2F and with / in the ID: {string.Join(", ", twins.Take(3))}{(twins.Count > 3 ? " …" : "")}. Your application reports to the one with a slash.",
                    $"{DirectoryAddress.Home}?q=%252F",
                    "Show"
                ),
            ]
            : [];
}
