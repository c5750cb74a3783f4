namespace OwnerConsole.Pure.Amounts;

/// <summary>A discount of a subscription that ends. Our policy and Stripe's ignore it in MRR; ChartMogul's subtracts it while it applies.</summary>
/// <param name="Subscription">Identifies the subscription, as in <see cref="SubscriptionChange"/>.</param>
/// <param name="PercentOff">Percentage from 0 to 100; null for an amount.</param>
/// <param name="MonthlyOff">Minor units per month; null for a percentage.</param>
/// <param name="From">Start, inclusive.</param>
/// <param name="Until">End, exclusive.</param>
public sealed record FiniteDiscount(string Subscription, decimal? PercentOff, decimal? MonthlyOff, DateTimeOffset From, DateTimeOffset Until);
