using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Analytics.Flows;

/// <summary>Tenants that went from one plan to another in a range of months. Amounts are in the smallest unit of the currency and not rounded.</summary>
/// <param name="Origin">Where they were at the start: <c>plan:</c> and the key of their main plan, <c>new</c> or <c>reactivated</c>.</param>
/// <param name="Target">Where they were at the end: <c>plan:</c> and the key of their main plan, or <c>churned</c>.</param>
/// <param name="BeforeMinor">Their MRR at the start; 0 if they are new or reactivated.</param>
/// <param name="AfterMinor">Their MRR at the end; 0 if they churned.</param>
public sealed record PlanFlow(string Origin, string Target, long Tenants, decimal BeforeMinor, decimal AfterMinor)
{
    private const string PlanPrefix = "plan:";

    /// <param name="plans">Names of plans by key.</param>
    public static string Label(string key, IReadOnlyDictionary<string, string> plans) =>
        key switch
        {
            "new" => "New",
            "reactivated" => "Reactivated",
            "churned" => "Churned",
            PlanPrefix => "No plan",
            _ => plans.GetValueOrDefault(key[PlanPrefix.Length..], key[PlanPrefix.Length..]),
        };

    internal static string? Plan(string key) => key.StartsWith(PlanPrefix, StringComparison.Ordinal) ? key[PlanPrefix.Length..] : null;
}

/// <summary>Tenants that went from one plan to another in the API.</summary>
/// <param name="From">plan, new or reactivated.</param>
/// <param name="FromPlan">Key of the plan with the largest part of their MRR at the start; null if they paid nothing, empty for MRR without a plan.</param>
/// <param name="To">plan or churned.</param>
/// <param name="ToPlan">Key of the plan with the largest part of their MRR at the end; null if they pay nothing, empty for MRR without a plan.</param>
/// <param name="Tenants">Number of tenants.</param>
/// <param name="Before">Their MRR at the start.</param>
/// <param name="After">Their MRR at the end.</param>
public sealed record PlanFlowView(string From, string? FromPlan, string To, string? ToPlan, long Tenants, Money Before, Money After)
{
    internal static PlanFlowView Of(PlanFlow flow, string currency) =>
        new(
            flow.Origin.Split(':')[0],
            PlanFlow.Plan(flow.Origin),
            flow.Target.Split(':')[0],
            PlanFlow.Plan(flow.Target),
            flow.Tenants,
            new(Mrr.RoundForDisplay(flow.BeforeMinor), currency),
            new(Mrr.RoundForDisplay(flow.AfterMinor), currency)
        );
}
