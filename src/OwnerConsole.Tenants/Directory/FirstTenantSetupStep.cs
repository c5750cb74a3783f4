using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Setup step: a live tenant was reported.</summary>
public sealed class FirstTenantSetupStep : ISetupStep
{
    public int Order => 30;

    public string Key => "first-tenant";

    public string Title => "First tenant";

    public string Reason => "Run the commands with your live key. This step is ticked as soon as the report arrives.";

    public string ActionLabel => "Connect your application";

    public string Permission => "tenant.read";

    public string ReadPermission => "tenant.read";

    public string Address => "/help/guides/connect";

    public bool ShowsReportCommands => true;

    public string Sql =>
        """
            select coalesce(sum(c.tenants), 0)::bigint as number, null::text as name, null::timestamptz as at
              from core.status_changes c
             where c.mode = 'live'
            """;

    public SetupState Read(SetupFact fact) => fact.Number == 0 ? new(false) : new(true, $"{Wording.Count(fact.Number, "tenant")} reported");
}
