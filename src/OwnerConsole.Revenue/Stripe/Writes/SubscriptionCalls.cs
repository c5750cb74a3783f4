using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Calls that schedule the end of a subscription, and that remove the schedule.</summary>
internal static class SubscriptionCalls
{
    private const string AtPeriodEnd = "cancel_at_period_end";

    public static StripeCall Cancel(StripeSubscription subscription) =>
        new(subscription.Path, Sentence.Say($"{subscription} is scheduled to cancel."), [(AtPeriodEnd, "true")]);

    public static StripeCall Resume(StripeSubscription subscription) =>
        new(
            subscription.Path,
            Sentence.Say($"{subscription} renews again."),
            [subscription.CancelAt == subscription.CurrentUntil ? (AtPeriodEnd, "false") : ("cancel_at", "")]
        );
}
