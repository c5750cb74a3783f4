using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Removes the scheduled cancellation of a subscription, so that it renews.</summary>
public sealed class ResumeSubscription : StripeOperation<StripeSubscription, NoInput>
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
            RestoredByUndo = "The subscription ends with its current period.",
        };

    protected override string Type => "subscription";

    public override Task<IReadOnlyList<StripeSubscription>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        StripeSubscription.Load(ids, work);

    protected override Refusal? FindRefusal(StripeSubscription subscription, NoInput input) =>
        subscription switch
        {
            { HasEnded: true } => new("ended", $"{subscription} has ended. Create a new one in Stripe."),
            { CancelAt: null } => new("not_scheduled", $"{subscription} isn't scheduled to cancel."),
            _ => null,
        };

    public override Decision Decide(StripeSubscription subscription, NoInput input) => new($"{subscription} will renew at the end of its period.");

    protected override StripeCall CreateCall(StripeSubscription subscription, NoInput input) => SubscriptionCalls.Resume(subscription);

    protected override StripeCall CreateUndoCall(StripeSubscription subscription) => SubscriptionCalls.Cancel(subscription);
}
