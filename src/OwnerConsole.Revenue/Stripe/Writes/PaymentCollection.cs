using System.Globalization;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Calls that pause and resume the payment collection of a subscription.</summary>
internal static class PaymentCollection
{
    /// <param name="behavior">What happens to invoices, as Stripe names it.</param>
    /// <param name="resumesAt">Null to pause it until someone resumes it.</param>
    public static StripeCall Pause(StripeSubscription subscription, string behavior, DateTimeOffset? resumesAt) =>
        new(
            subscription.Path,
            Sentence.Say($"The payment collection of {subscription} is paused."),
            resumesAt is { } end
                ? [("pause_collection[behavior]", behavior), ("pause_collection[resumes_at]", end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))]
                : [("pause_collection[behavior]", behavior)]
        );

    public static StripeCall Resume(StripeSubscription subscription) =>
        new(subscription.Path, Sentence.Say($"Payments of {subscription} are collected again."), [("pause_collection", "")]);
}
