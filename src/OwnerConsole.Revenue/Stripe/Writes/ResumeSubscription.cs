using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Removes the scheduled cancellation of a subscription, so that it renews.</summary>
public sealed class ResumeSubscription : SubscriptionOperation<NoInput>
{
    public const string Name = "subscription.resume";

    public override OperationDefinition Definition =>
        new(Name, "Resume subscription", "resumed")
        {
            Group = ActionGroup.Plan,
            IsExternal = true,
            IsUndoExternal = true,
            ExternalSystem = "Stripe",
            Synonyms = "keep, renew, remove cancellation",
            RestoredByUndo = "The subscription is scheduled to cancel again.",
        };

    protected override Refusal? FindRefusal(StripeSubscription subscription, NoInput input) =>
        base.FindRefusal(subscription, input) ?? (subscription.CancelAt is null ? new("not_scheduled", $"{subscription} isn't scheduled to cancel.") : null);

    public override Decision Decide(StripeSubscription subscription, NoInput input) => new($"{subscription} will renew at the end of its period.");

    protected override StripeCall CreateCall(StripeSubscription subscription, NoInput input) => SubscriptionCalls.Resume(subscription);

    protected override StripeCall CreateUndoCall(StripeSubscription subscription, NoInput input) => SubscriptionCalls.Cancel(subscription);
}
