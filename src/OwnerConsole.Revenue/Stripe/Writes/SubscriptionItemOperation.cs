using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Changes the first item of a subscription. The preview shows the amount that Stripe calculates, and the run charges exactly that amount.</summary>
public abstract class SubscriptionItemOperation<TInput>(ProrationPreview prorations) : SubscriptionOperation<TInput>
    where TInput : notnull
{
    protected abstract Proration FindProration(TInput input);

    /// <summary>The item after the change.</summary>
    /// <param name="item">The item before the change.</param>
    protected abstract StripeSubscriptionItem ChangeItem(StripeSubscriptionItem item, StripeSubscription subscription, TInput input);

    protected abstract Sentence DescribeDone(StripeSubscription subscription, TInput input);

    protected abstract Sentence DescribeUndone(StripeSubscription subscription, TInput input);

    /// <summary>Refuses subscriptions that have ended, and those without a copy, whose items aren't known.</summary>
    protected override Refusal? FindRefusal(StripeSubscription subscription, TInput input) =>
        base.FindRefusal(subscription, input)
        ?? (subscription.Item is null ? new("not_copied", $"The items of {subscription} are not copied from Stripe yet. Try again in a moment.") : null);

    protected sealed override StripeCall CreateCall(StripeSubscription subscription, TInput input) =>
        new(
            subscription.Path,
            DescribeDone(subscription, input),
            [.. Form(subscription, Change(subscription, input), input), .. PaymentBehavior(subscription)]
        );

    /// <summary>The rest of the period is calculated again from the time of the undo.</summary>
    protected sealed override StripeCall CreateUndoCall(StripeSubscription subscription, TInput input) =>
        new(
            subscription.Path,
            DescribeUndone(subscription, input),
            [.. Item(Change(subscription, input), subscription.Item!), Behavior(input), .. PaymentBehavior(subscription)] // FindRefusal excludes null
        );

    protected override async Task<IReadOnlyList<SummaryLine>> Summarise(StripeSubscription subscription, TInput input, UnitOfWork work)
    {
        var after = Change(subscription, input);
        var isNow = FindProration(input) is Proration.AlwaysInvoice || IsNewPeriod(subscription.Item!, after); // FindRefusal excludes null
        return FindProration(input) is Proration.None && !isNow ? [] : [await prorations.Find(subscription, Form(subscription, after, input), isNow, work)];
    }

    /// <summary>Adds to a sentence what the change costs.</summary>
    protected Sentence WithProration(Sentence sentence, StripeSubscription subscription, TInput input)
    {
        if (IsNewPeriod(subscription.Item!, Change(subscription, input))) // FindRefusal excludes null
            sentence.AppendLiteral(" A new period starts now and is invoiced now.");
        sentence.AppendLiteral(
            FindProration(input) switch
            {
                Proration.AlwaysInvoice => " The difference for the rest of the period is invoiced now.",
                Proration.None => " The rest of the period is not charged.",
                _ => " The difference for the rest of the period is added to the next invoice.",
            }
        );
        return sentence;
    }

    /// <summary>Stripe starts a new period if the interval changes.</summary>
    private static bool IsNewPeriod(StripeSubscriptionItem before, StripeSubscriptionItem after) =>
        (before.Interval, before.Intervals) != (after.Interval, after.Intervals);

    private StripeSubscriptionItem Change(StripeSubscription subscription, TInput input) => ChangeItem(subscription.Item!, subscription, input); // FindRefusal excludes null

    private IReadOnlyList<(string Name, string Value)> Form(StripeSubscription subscription, StripeSubscriptionItem after, TInput input) =>
        [.. Item(subscription.Item!, after), Behavior(input), .. Date(subscription, input)]; // FindRefusal excludes null

    private (string, string) Behavior(TInput input) => ("proration_behavior", FindProration(input).ToText());

    private static IEnumerable<(string, string)> Item(StripeSubscriptionItem before, StripeSubscriptionItem after)
    {
        yield return ("items[0][id]", before.Id);
        if (after.Price != before.Price)
            yield return ("items[0][price]", after.Price);
        if (after.Quantity is { } quantity && (quantity != before.Quantity || after.Price != before.Price))
            yield return ("items[0][quantity]", quantity.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The time of the preview, within the current period: accounts with a test clock have another time.</summary>
    private IEnumerable<(string, string)> Date(StripeSubscription subscription, TInput input)
    {
        if (FindProration(input) is Proration.None || subscription.Item is not { PeriodStart: { } start, PeriodEnd: { } end })
            yield break;
        var at = Math.Clamp(
            subscription.PreviewedAt.ToUnixTimeSeconds(),
            start.ToUnixTimeSeconds(),
            Math.Max(start.ToUnixTimeSeconds(), end.ToUnixTimeSeconds() - 1)
        );
        yield return (ProrationPreview.DateField, at.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>If an invoice is due now and the payment fails, Stripe refuses the change instead of leaving the subscription past due.</summary>
    private static IEnumerable<(string, string)> PaymentBehavior(StripeSubscription subscription) =>
        subscription.IsChargedAutomatically ? [("payment_behavior", "error_if_incomplete")] : [];
}
