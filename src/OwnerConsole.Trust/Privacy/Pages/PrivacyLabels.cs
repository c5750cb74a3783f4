using System.Globalization;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Privacy.Pages;

/// <summary>Words and shapes of privacy requests on pages.</summary>
internal static class PrivacyLabels
{
    public static string Kind(PrivacyRequestKind kind) => kind is PrivacyRequestKind.OptOut ? "Opt-out" : kind.ToString();

    public static string Law(PrivacyLaw law) => law.ToString().ToUpperInvariant();

    public static string Status(PrivacyRequestStatus status) => status is PrivacyRequestStatus.InProgress ? "In progress" : status.ToString();

    public static string Due(PrivacyDue due) => due is PrivacyDue.Week ? "Due in 7 days" : "Overdue";

    public static string Method(IdentityMethod method) =>
        method switch
        {
            IdentityMethod.SignedIn => "Signed in to your application",
            IdentityMethod.KnownEmail => "Answer from the known email address",
            IdentityMethod.KnownPhone => "Call to the known phone number",
            IdentityMethod.Document => "Identity document",
            _ => "Other",
        };

    public static string Basis(LegalBasis basis) =>
        basis switch
        {
            LegalBasis.LegalObligation => "legal obligation",
            LegalBasis.VitalInterests => "vital interests",
            LegalBasis.PublicTask => "public task",
            LegalBasis.LegitimateInterests => "legitimate interests",
            LegalBasis.Contract => "contract",
            _ => "consent",
        };

    public static (Glyph Glyph, Tone Tone) Badge(PrivacyRequestStatus status) =>
        status switch
        {
            PrivacyRequestStatus.Received => (Glyph.Mail, Tone.Soon),
            PrivacyRequestStatus.Verified => (Glyph.User, Tone.Info),
            PrivacyRequestStatus.InProgress => (Glyph.Pulse, Tone.Info),
            PrivacyRequestStatus.Fulfilled => (Glyph.Check, Tone.Good),
            PrivacyRequestStatus.Refused => (Glyph.Stop, Tone.Plain),
            _ => (Glyph.Undo, Tone.Plain),
        };

    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <returns>How long it is until the deadline, as a phrase.</returns>
    public static string Countdown(int daysLeft) =>
        daysLeft switch
        {
            < 0 => $"Overdue by {Wording.Count(-daysLeft, "day")}",
            0 => "Due today",
            _ => $"Due in {Wording.Count(daysLeft, "day")}",
        };
}
