using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Analytics;

/// <summary>A tenant behind a number of a report in the API.</summary>
/// <param name="Before">MRR at the earlier time; null if it paid nothing.</param>
/// <param name="BeforePlan">Key of the plan with the largest part of that MRR; null for none.</param>
/// <param name="After">MRR at the later time; null if it paid nothing.</param>
/// <param name="AfterPlan">Key of the plan with the largest part of that MRR; null for none.</param>
public sealed record MrrTenantView(string TenantId, string Name, Money? Before, string? BeforePlan, Money? After, string? AfterPlan)
{
    internal static MrrTenantView Of(MrrTenant row) => new(row.TenantId, row.Tenant, row.Before, Plan(row.BeforePlan), row.After, Plan(row.AfterPlan));

    private static string? Plan(string? key) => string.IsNullOrEmpty(key) ? null : key;
}
