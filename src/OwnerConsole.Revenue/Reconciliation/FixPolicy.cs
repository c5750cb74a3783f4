using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Decides how findings are resolved. Nothing that moves money is done here: Stripe is right about money, and a person decides about charges.</summary>
internal static class FixPolicy
{
    /// <summary>Cause of suspensions that end when the tenant pays. A person decides about the others.</summary>
    private const string Billing = "billing";

    /// <returns>Null if the console can't resolve it.</returns>
    public static FixAction? ActionFor(FindingFacts finding) =>
        finding.Type switch
        {
            FindingType.ChargedWithoutAccess when finding.Status == "suspended" => finding.SuspendedFor == Billing ? FixAction.RestoreAccess : null,
            FindingType.ChargedWithoutAccess when finding.Ours == "no_plan" && HasTarget(finding) => FixAction.SetPlan,
            FindingType.WrongPlan or FindingType.WrongSeats when finding.PlanSource == ReconciliationSettings.Stripe && HasTarget(finding) => FixAction.SetPlan,
            FindingType.MissingHere or FindingType.MissingAtStripe or FindingType.OutdatedCopy or FindingType.RefundSum => FixAction.Sync,
            _ => null,
        };

    /// <summary>Whether one click resolves a finding of a tenant that pays and has no access.</summary>
    /// <param name="ours">Why it has no access.</param>
    /// <param name="suspendedFor">Cause of its suspension.</param>
    public static bool IsQuick(FindingType type, string? ours, string? suspendedFor) =>
        type is FindingType.ChargedWithoutAccess && (ours == "no_plan" || ours == "suspended" && suspendedFor == Billing);

    /// <summary>Explains what to do about a finding that the console can't resolve.</summary>
    public static Refusal Explain(FindingFacts finding) =>
        finding is { Type: FindingType.ChargedWithoutAccess, Status: "suspended" }
            ? new("suspended_by_person", $"The tenant is not suspended because of billing. Reactivate the tenant with tenant.reactivate.")
            : new(Code(finding.Type), Advice(finding.Type));

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
            FindingType.OldDraft => Sentence.Say($"Finalize or delete the draft at Stripe."),
            FindingType.OverdueInvoice => Sentence.Say($"Collect the invoice with invoice.pay, send it again with invoice.send, or void it with invoice.void."),
            FindingType.RefundFailed => Sentence.Say($"Refund the payment again with payment.refund, or return the money in another way."),
            FindingType.OpenDispute => Sentence.Say($"Submit evidence at Stripe, or accept the dispute there."),
            FindingType.MissedEvent => Sentence.Say($"The console reads the object again automatically."),
            _ => Sentence.Say($"The console can't resolve this finding."),
        };

    private static bool HasTarget(FindingFacts finding) => finding.Target.Count > 0 && !finding.Target.SequenceEqual(finding.Held);
}
