using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Analytics;

/// <summary>A tenant behind a number of a report, with its MRR at two times. Amounts are in the smallest unit of the currency and not rounded.</summary>
/// <param name="BeforeMinor">MRR at the earlier time; null if it paid nothing.</param>
/// <param name="BeforePlan">Plan with the largest part of that MRR; empty for no plan.</param>
/// <param name="AfterMinor">MRR at the later time; null if it paid nothing.</param>
public sealed record MrrTenant(
    string TenantId,
    string Tenant,
    string SortName,
    decimal? BeforeMinor,
    string? BeforePlan,
    decimal? AfterMinor,
    string? AfterPlan,
    string Currency
)
{
    public Money? Before => Of(BeforeMinor);

    public Money? After => Of(AfterMinor);

    private Money? Of(decimal? minor) => minor is { } amount ? new(Mrr.RoundForDisplay(amount), Currency) : null;
}
