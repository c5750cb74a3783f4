using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>An unpaid invoice of a tenant, for its page.</summary>
/// <param name="NextStep">Such as 3_email; null if there is none, or if dunning is off.</param>
/// <param name="Campaign">Name of the campaign whose steps are carried out; null without a case.</param>
public sealed record UnpaidInvoice(string Id, string? Number, long RemainingMinor, string Currency, string? NextStep, DateTimeOffset? NextAt, string? Campaign)
{
    public Money Remaining => new(RemainingMinor, Currency);
}
