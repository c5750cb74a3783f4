using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Analytics.Flows;

/// <summary>The tenants of a plan flow.</summary>
internal static class PlanFlowTenants
{
    public const string Address = PlanFlowRoutes.Address + "/tenants";

    public static readonly ReportTenants Report = new(
        Address,
        ("Plan flows", PlanFlowRoutes.Address),
        [.. PlanFlowFilter.ParameterNames, "origin", "target"],
        async (query, mode, plans, work) =>
        {
            var range = await PlanFlowFilter.Read(query, work);
            var origin = query.Text("origin") ?? throw Problem.Invalid("origin", "is missing. It is plan: and the key of a plan, new or reactivated.");
            var target = query.Text("target") ?? throw Problem.Invalid("target", "is missing. It is plan: and the key of a plan, or churned.");
            return new(
                $"{PlanFlow.Label(Known(origin, "origin"), plans)} → {PlanFlow.Label(Known(target, "target"), plans)}",
                $"Tenants by their main plan at the start of {MonthText.Long(range.From)} and at the end of {MonthText.Long(range.To)}.",
                ("MRR before", "MRR after"),
                PlanFlowReport.Selection(range, origin, target, mode)
            );
        }
    );

    private static string Known(string key, string name) =>
        PlanFlow.Plan(key) is not null || key is "new" or "reactivated" or "churned"
            ? key
            : throw Problem.Invalid(name, "must be plan: and the key of a plan, or one of new, reactivated and churned.");
}
