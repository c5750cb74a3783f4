using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Pure.Dunning;

/// <summary>A failed payment or an overdue invoice of the past.</summary>
/// <param name="FailedAt">When the payment failed for the first time, or when the invoice became overdue.</param>
/// <param name="PaidAt">Null if it was never paid.</param>
/// <param name="Amount">Amount of the invoice.</param>
/// <param name="Zone">Time zone of the tenant.</param>
public sealed record PastFailure(DateTimeOffset FailedAt, DateTimeOffset? PaidAt, Money Amount, Zone Zone);
