using OwnerConsole.Data;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Titles and explanations of findings.</summary>
internal static class FindingText
{
    public static string Title(FindingType type) =>
        type switch
        {
            FindingType.ChargedWithoutAccess => "Paid, but no access",
            FindingType.AccessWithoutCharge => "Access, but not charged",
            FindingType.WrongPlan => "Different plan",
            FindingType.WrongSeats => "Different quantity",
            FindingType.DuplicateSubscription => "Duplicate subscription",
            FindingType.OrphanCustomer => Wording.Translate("Customer without tenant"),
            FindingType.UnmappedPrice => "Price without plan",
            FindingType.Currency => "Different currency",
            FindingType.Email => "Different email",
            FindingType.OldDraft => "Old draft invoice",
            FindingType.OverdueInvoice => "Overdue invoice",
            FindingType.RefundSum => "Refunds don't add up",
            FindingType.RefundFailed => "Failed refund",
            FindingType.OpenDispute => "Open dispute",
            FindingType.MissedEvent => "Missed event",
            FindingType.MissingHere => "Not copied",
            FindingType.MissingAtStripe => "Not at Stripe",
            _ => "Outdated copy",
        };

    public static string Explanation(FindingType type) =>
        Wording.Translate(
            type switch
            {
                FindingType.ChargedWithoutAccess => "Stripe collects money for this subscription, but the tenant can't use your application.",
                FindingType.AccessWithoutCharge => "The tenant is on a plan with a price, but none of its subscriptions is current.",
                FindingType.WrongPlan => "The price of the subscription belongs to a plan that the tenant is not on.",
                FindingType.WrongSeats => "The quantity of the subscription is not the quantity of the tenant's plan.",
                FindingType.DuplicateSubscription => "The customer pays twice: another current subscription has the same plan or price.",
                FindingType.OrphanCustomer => "The customer has a current subscription and belongs to no tenant, so no one gets what it pays for.",
                FindingType.UnmappedPrice => "The price has current subscriptions and belongs to no plan.",
                FindingType.Currency => "The subscription is charged in another currency than the tenant's plan.",
                FindingType.Email => "The customer at Stripe and the contact of the tenant have different email addresses.",
                FindingType.OldDraft => "The invoice has been a draft for more than 72 hours, so it is not collected.",
                FindingType.OverdueInvoice => "The invoice is open after its due date.",
                FindingType.RefundSum => "The refunds of the payment don't add up to the amount that Stripe states as refunded.",
                FindingType.RefundFailed => "The refund failed, so the customer didn't get the money.",
                FindingType.OpenDispute => "The payment is disputed and the dispute is not decided.",
                FindingType.MissedEvent => "Stripe lists an event that the console didn't receive. The console reads its object again.",
                FindingType.MissingHere => "The object exists at Stripe, but the console has no copy.",
                FindingType.MissingAtStripe => "The console has a copy of an object that no longer exists at Stripe.",
                _ => "The copy differs from the object at Stripe, and no event about the change was received.",
            }
        );

    public static FindingSeverity Severity(FindingType type) =>
        type switch
        {
            FindingType.ChargedWithoutAccess or FindingType.DuplicateSubscription or FindingType.OpenDispute or FindingType.RefundFailed =>
                FindingSeverity.High,
            FindingType.Email or FindingType.UnmappedPrice or FindingType.MissedEvent or FindingType.OldDraft => FindingSeverity.Low,
            _ => FindingSeverity.Medium,
        };

    /// <summary>Value of a side in words.</summary>
    public static string Value(string? value) =>
        value switch
        {
            null or "" => "–",
            "suspended" or "cancelled" or "anonymised" or "trial_ended" or "no_plan" or "full" or "read_only" or "none" => Wording.Heading(value),
            _ => value,
        };

    /// <summary>Whether the comparison with Stripe finds it, and not the check inside the console.</summary>
    public static bool IsOfComparison(FindingType type) =>
        type is FindingType.MissedEvent or FindingType.MissingHere or FindingType.MissingAtStripe or FindingType.OutdatedCopy;

    /// <summary>Types that the comparison with Stripe finds, in SQL.</summary>
    public static readonly string ComparisonTypes = string.Join(", ", Enum.GetValues<FindingType>().Where(IsOfComparison).Select(type => $"'{type.ToText()}'"));
}
