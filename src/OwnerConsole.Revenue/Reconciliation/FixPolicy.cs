using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Decides how findings are resolved. Nothing that moves money is done here: Stripe is right about money, and a person decides about charges.</summary>
internal static class FixPolicy
{
    /// <returns>Null if the console can't resolve it.</returns>
    public static FixAction? ActionFor(FindingFacts finding) =>
        finding.Type switch
        {
            FindingType.ChargedWithoutAccess when finding.SuspendedAt is not null && finding.Status == "suspended" => FixAction.RestoreAccess,
            FindingType.ChargedWithoutAccess when finding.Ours == "no_plan" && HasTarget(finding) => FixAction.SetPlan,
            FindingType.WrongPlan or FindingType.WrongSeats when finding.PlanSource == ReconciliationSettings.Stripe && HasTarget(finding) => FixAction.SetPlan,
            FindingType.MissingHere
            or FindingType.MissingAtStripe
            or FindingType.OutdatedCopy
            or FindingType.RefundSum
            or FindingType.RefundFailed
            or FindingType.OldDraft
            or FindingType.OverdueInvoice
            or FindingType.OpenDispute => FixAction.Sync,
            _ => null,
        };

    /// <summary>Whether one click resolves a finding of a tenant that pays and has no access.</summary>
    /// <param name="ours">Why it has no access.</param>
    public static bool IsQuick(FindingType type, string? ours) => type is FindingType.ChargedWithoutAccess && ours is "suspended" or "no_plan";

    /// <summary>Explains what to do about a finding that the console can't resolve.</summary>
    public static Refusal Explain(FindingFacts finding) => new(Code(finding.Type), Advice(finding.Type));

    private static string Code(FindingType type) =>
        type switch
        {
            FindingType.ChargedWithoutAccess or FindingType.WrongPlan or FindingType.WrongSeats => "application_decides",
            FindingType.MissedEvent => "automatic",
            _ => "needs_person",
        };

    private static Sentence Advice(FindingType type) =>
        type switch
        {
            FindingType.ChargedWithoutAccess => Sentence.Say($"Your application ended the access. Restore it there, and report the tenant again."),
            FindingType.WrongPlan => Sentence.Say(
                $"Your application decides about plans. Change the plan there, or the price of the subscription with subscription.change_price."
            ),
            FindingType.WrongSeats => Sentence.Say(
                $"Your application decides about plans. Change the quantity there, or that of the subscription with subscription.change_quantity."
            ),
            FindingType.AccessWithoutCharge => Sentence.Say(
                $"Create a subscription at Stripe, add a manual subscription, or end the plan in your application."
            ),
            FindingType.DuplicateSubscription => Sentence.Say(
                $"Cancel one of the subscriptions with subscription.cancel_now, and refund what was paid twice with payment.refund."
            ),
            FindingType.OrphanCustomer => Sentence.Say($"Choose the tenant of the customer with stripe_customer.match."),
            FindingType.UnmappedPrice => Sentence.Say($"Choose the plan of the price with stripe_price.map."),
            FindingType.Currency => Sentence.Say($"Report the plan in the currency of the subscription, or create a subscription in the other currency."),
            FindingType.Email => Sentence.Say($"Change the email at Stripe with stripe_customer.update_email, or the contact in your application."),
            FindingType.MissedEvent => Sentence.Say($"The console reads the object again automatically."),
            _ => Sentence.Say($"The console can't resolve this finding."),
        };

    private static bool HasTarget(FindingFacts finding) => finding.Target.Count > 0 && !finding.Target.SequenceEqual(finding.Held);
}
