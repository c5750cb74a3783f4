using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Resumes the payment collection of a subscription. Invoices that were kept as drafts stay drafts until someone finalizes them in Stripe.</summary>
public sealed class UnpauseSubscription : SubscriptionOperation<NoInput>
{
    public override OperationDefinition Definition =>
        new("subscription.unpause", "Resume payment collection", "resumed")
        {
            Group = ActionGroup.Plan,
            IsExternal = true,
            IsUndoExternal = true,
            ExternalSystem = "Stripe",
            Synonyms = "unpause subscription, continue, charge again",
            RestoredByUndo = "Payment collection is paused again, as before.",
        };

    protected override Refusal? FindRefusal(StripeSubscription subscription, NoInput input) =>
        base.FindRefusal(subscription, input)
        ?? (subscription.PauseBehavior is null ? new("not_paused", $"The payment collection of {subscription} isn't paused.") : null);

    public override Decision Decide(StripeSubscription subscription, NoInput input) =>
        new($"Payments of {subscription} will be collected again. Invoices that were kept as drafts stay drafts.");

    protected override StripeCall CreateCall(StripeSubscription subscription, NoInput input) => PaymentCollection.Resume(subscription);

    protected override StripeCall CreateUndoCall(StripeSubscription subscription, NoInput input) =>
        PaymentCollection.Pause(subscription, subscription.PauseBehavior!, subscription.ResumesAt); // FindRefusal excludes null
}
