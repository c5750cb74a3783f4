using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Plans;

/// <summary>Setup step: there is a plan.</summary>
public sealed class PlanSetupStep : ISetupStep
{
    public int Order => 40;

    public string Key => "plans";

    public string Title => "Plans";

    public string Reason => "Prices give you revenue metrics, and limits decide what each tenant can use.";

    public string ActionLabel => "Add plan";

    public string Permission => "plan.create";

    public string ReadPermission => PlanRoutes.Read;

    public string Sql =>
        """
            select count(*) as number, null::text as name, null::timestamptz as at
              from plans.plans p
             where p.closed_by is null and not p.is_addon
            """;

    public SetupState Read(SetupFact fact) => fact.Number == 0 ? new(false) : new(true, Wording.Count(fact.Number, "plan"));
}
