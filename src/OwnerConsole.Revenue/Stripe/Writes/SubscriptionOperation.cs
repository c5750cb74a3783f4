using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Changes a subscription in Stripe.</summary>
public abstract class SubscriptionOperation<TInput> : StripeOperation<StripeSubscription, TInput>
    where TInput : notnull
{
    protected override string Type => "subscription";

    public override Task<IReadOnlyList<StripeSubscription>> Load(IReadOnlyList<string> ids, TInput input, UnitOfWork work) =>
        StripeSubscription.Load(ids, work);

    /// <summary>Refuses subscriptions that have ended.</summary>
    protected override Refusal? FindRefusal(StripeSubscription subscription, TInput input) =>
        subscription.HasEnded ? new("ended", $"{subscription} has ended. Create a new one in Stripe.") : null;
}
