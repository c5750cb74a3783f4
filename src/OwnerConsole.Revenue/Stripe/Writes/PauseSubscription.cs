using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Pauses the payment collection of a subscription. Its status stays the same, and periods continue.</summary>
public sealed class PauseSubscription : SubscriptionOperation<PauseSubscription.Input>
{
    public sealed record Input(
        [Description("What happens to the invoices of the subscription in the meantime.")] PauseBehavior Behavior = PauseBehavior.KeepAsDraft,
        [Description("Day on which payment collection resumes, in UTC. Leave blank to pause it until someone resumes it.")] DateOnly? ResumesOn = null
    );

    public override OperationDefinition Definition =>
        new("subscription.pause", "Pause payment collection", "paused")
        {
            Group = ActionGroup.Plan,
            IsExternal = true,
            IsUndoExternal = true,
            ExternalSystem = "Stripe",
            Synonyms = "pause subscription, freeze, hold, stop charging",
            RestoredByUndo = "Payments are collected again. Invoices from the meantime stay as they are.",
        };

    protected override Refusal? FindRefusal(StripeSubscription subscription, Input input) =>
        base.FindRefusal(subscription, input)
        ?? (
            subscription.PauseBehavior is not null ? new("already_paused", $"The payment collection of {subscription} is already paused. Resume it first.")
            : ResumesAt(input) <= subscription.PreviewedAt ? new("bad_date", $"The day must be after today. Leave it blank to pause without an end.")
            : null
        );

    public override Decision Decide(StripeSubscription subscription, Input input)
    {
        var sentence = ResumesAt(input) is { } end
            ? Sentence.Say($"The payment collection of {subscription} will be paused until {end}.")
            : Sentence.Say($"The payment collection of {subscription} will be paused until someone resumes it.");
        sentence.AppendLiteral(
            input.Behavior switch
            {
                PauseBehavior.Void => " Its invoices are voided, and it counts 0 in MRR.",
                PauseBehavior.MarkUncollectible => " Its invoices are marked uncollectible.",
                _ => " Its invoices stay drafts.",
            }
        );
        return new(sentence);
    }

    protected override StripeCall CreateCall(StripeSubscription subscription, Input input) =>
        PaymentCollection.Pause(subscription, input.Behavior.ToText(), ResumesAt(input));

    protected override StripeCall CreateUndoCall(StripeSubscription subscription, Input input) => PaymentCollection.Resume(subscription);

    private static DateTimeOffset? ResumesAt(Input input) =>
        input.ResumesOn is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
}
