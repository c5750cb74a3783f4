namespace OwnerConsole.Pure.Amounts;

/// <summary>What a customer pays for a subscription from one time until its next change.</summary>
/// <param name="Subscription">Identifies the subscription.</param>
/// <param name="At">Time of the change.</param>
/// <param name="Currency">Currency of the subscription.</param>
/// <param name="Amounts">Unrounded monthly amounts by plan, in minor units.</param>
/// <param name="ZeroReason">Why the subscription adds nothing, such as <c>trial</c>, <c>paused</c> or <c>cancelled</c>; null if it adds something.</param>
public sealed record SubscriptionChange(
    string Subscription,
    DateTimeOffset At,
    string Currency,
    IReadOnlyDictionary<string, decimal> Amounts,
    string? ZeroReason
);
