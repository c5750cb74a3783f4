using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>A copied price that a subscription can change to.</summary>
/// <param name="Name">Name of the product, with the nickname of the price.</param>
/// <param name="Amount">Unit amount in minor units, with decimals; null for tiers.</param>
/// <param name="Currency">ISO 4217, capital letters.</param>
/// <param name="Interval">day, week, month or year; null for a one-time price.</param>
public sealed record StripePrice(
    string Id,
    string AccountId,
    Mode Mode,
    string Name,
    decimal? Amount,
    string Currency,
    string? Interval,
    int? Intervals,
    bool IsMetered,
    bool IsActive
)
{
    private const string Columns =
        "select p.id, p.account_id, p.mode, p.name, p.amount, p.currency, p.interval, p.intervals, p.is_metered, p.is_active from billing.prices p";

    /// <summary>Text in a list, such as <c>Pro · 49.00 EUR per month</c>.</summary>
    public string Label => $"{Name} · {Price} per {Period}{(Mode is Mode.Test ? " (test mode)" : "")}";

    private string Price => Amount is { } amount ? new Money((long)Math.Round(amount), Currency).ToString() : $"tiers in {Currency}";

    private string Period => Intervals is > 1 ? $"{Intervals} {Interval}s" : Interval ?? "";

    /// <returns>Active recurring prices of both modes, by name.</returns>
    public static Task<IReadOnlyList<StripePrice>> ListRecurring(UnitOfWork work) =>
        work.List<StripePrice>(
            $"{Columns} where p.tenant_id = 'tnt_platform' and p.is_active and p.interval is not null order by p.mode, p.name, p.currency, p.amount, p.id"
        );

    public static Task<IReadOnlyList<StripePrice>> Find(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<StripePrice>($"{Columns} where p.tenant_id = 'tnt_platform' and p.id = any(@ids)", new { ids });
}
