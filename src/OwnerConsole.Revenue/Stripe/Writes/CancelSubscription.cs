using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Lets a subscription end with its current period.</summary>
public sealed class CancelSubscription : SubscriptionOperation<NoInput>
{
    public const string Name = "subscription.cancel";

    public override OperationDefinition Definition =>
        new(Name, "Cancel at period end", "scheduled to cancel")
        {
            Group = ActionGroup.Plan,
            IsExternal = true,
            IsUndoExternal = true,
            ExternalSystem = "Stripe",
            IsHarmful = true,
            Synonyms = "cancel subscription, churn, end",
            RestoredByUndo = "The subscription renews again, unless it has ended.",
        };

    protected override Refusal? FindRefusal(StripeSubscription subscription, NoInput input) =>
        base.FindRefusal(subscription, input)
        ?? (subscription.CancelAt is null ? null : new("already_scheduled", $"{subscription} is already scheduled to cancel."));

    public override Decision Decide(StripeSubscription subscription, NoInput input) =>
        new(
            subscription.CurrentUntil is { } end
                ? Sentence.Say($"{subscription} will end at {end}. Until then nothing changes for the tenant.")
                : Sentence.Say($"{subscription} will end with its current period.")
        );

    protected override StripeCall CreateCall(StripeSubscription subscription, NoInput input) => SubscriptionCalls.Cancel(subscription);

    protected override StripeCall CreateUndoCall(StripeSubscription subscription, NoInput input) => SubscriptionCalls.Resume(subscription);
}
