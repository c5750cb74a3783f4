namespace OwnerConsole.Pure.Amounts;

/// <summary>Discount of a subscription or of one of its lines: either a percentage or an amount.</summary>
/// <param name="PercentOff">Percentage from 0 to 100; null for an amount.</param>
/// <param name="AmountOff">Minor units taken off each invoice; null for a percentage.</param>
/// <param name="IsForever">Whether the discount never ends. Only these lower MRR, as at Stripe.</param>
public sealed record SubscriptionDiscount(decimal? PercentOff, long? AmountOff, bool IsForever);
