using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Ends a subscription at once. Stripe can't restore it.</summary>
public sealed class CancelSubscriptionNow : SubscriptionOperation<NoInput>
{
    public const string Name = "subscription.cancel_now";

    public override OperationDefinition Definition =>
        new(Name, "Cancel immediately", "cancelled")
        {
            Group = ActionGroup.Danger,
            Reversal = Reversal.Never,
            IsExternal = true,
            ExternalSystem = "Stripe",
            Synonyms = "cancel subscription, terminate, end",
        };

    public override Decision Decide(StripeSubscription subscription, NoInput input) =>
        new($"{subscription} will end now. The rest of its period is not refunded.");

    protected override StripeCall CreateCall(StripeSubscription subscription, NoInput input) =>
        new(subscription.Path, Sentence.Say($"{subscription} was cancelled.")) { IsDelete = true };
}
