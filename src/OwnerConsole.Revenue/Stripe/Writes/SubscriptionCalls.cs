using System.Globalization;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Calls that schedule the end of a subscription, and that remove the schedule.</summary>
internal static class SubscriptionCalls
{
    private const string AtPeriodEnd = "cancel_at_period_end";

    /// <summary>Schedules the end that the subscription had before it was resumed, else the end of its period.</summary>
    public static StripeCall Cancel(StripeSubscription subscription) =>
        new(
            subscription.Path,
            Sentence.Say($"{subscription} is scheduled to cancel."),
            [
                subscription.CancelAt is { } end && end != subscription.CurrentUntil
                    ? ("cancel_at", end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
                    : (AtPeriodEnd, "true"),
            ]
        );

    /// <summary>Removes the scheduled end; the subscription has none yet if this reverts a cancellation at the end of its period.</summary>
    public static StripeCall Resume(StripeSubscription subscription) =>
        new(
            subscription.Path,
            Sentence.Say($"{subscription} renews again."),
            [subscription.CancelAt is { } end && end != subscription.CurrentUntil ? ("cancel_at", "") : (AtPeriodEnd, "false")]
        );
}
