using OwnerConsole.Pure.Duplicates;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Duplicates.Pages;

/// <summary>Words for likely duplicates.</summary>
internal static class DuplicateLabels
{
    public static string StateTitle(DuplicateState state) =>
        state switch
        {
            DuplicateState.Open => "Open",
            DuplicateState.Dismissed => "Dismissed",
            _ => "Merged",
        };

    public static string Title(DuplicateReason reason) =>
        reason switch
        {
            DuplicateReason.SameCustomer => "Same Stripe customer",
            DuplicateReason.SameCard => "Same card",
            DuplicateReason.SameDevice => "Same device",
            DuplicateReason.SameEmail => "Same email",
            DuplicateReason.EmailVariant => "Email variant",
            DuplicateReason.NameAndDomain => "Same name and domain",
            DuplicateReason.SamePhone => "Same phone number",
            DuplicateReason.SameName => "Same name",
            _ => "Same domain",
        };

    /// <returns>Number of values that aren't compared: <c>2 names</c>.</returns>
    public static string Count(SkippedCount skipped) =>
        Wording.Count(
            skipped.Values,
            skipped.Reason switch
            {
                DuplicateReason.SameCustomer => "Stripe customer",
                DuplicateReason.SameCard => "card",
                DuplicateReason.SameDevice => "device",
                DuplicateReason.SameEmail => "email",
                DuplicateReason.EmailVariant => "mailbox",
                DuplicateReason.NameAndDomain => "name with its domain",
                DuplicateReason.SamePhone => "phone number",
                DuplicateReason.SameName => "name",
                _ => "domain",
            },
            skipped.Reason is DuplicateReason.NameAndDomain ? "names with their domain" : null
        );
}
