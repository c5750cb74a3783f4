using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Privacy.Pages;

/// <summary>Words and shapes of privacy requests on pages.</summary>
internal static class PrivacyLabels
{
    public static string Kind(PrivacyRequestKind kind) =>
        kind switch
        {
            PrivacyRequestKind.OptOut => "Opt-out",
            PrivacyRequestKind.LimitUse => "Limit",
            _ => kind.ToString(),
        };

    /// <returns>Name of a request in the words of its law: "Export request" for GDPR, "Request to know" for CCPA.</returns>
    public static string Title(PrivacyRequestKind kind, PrivacyLaw law) =>
        (law, kind) switch
        {
            (PrivacyLaw.Ccpa, PrivacyRequestKind.Export) => "Request to know",
            (PrivacyLaw.Ccpa, PrivacyRequestKind.Erase) => "Request to delete",
            (PrivacyLaw.Ccpa, PrivacyRequestKind.Correct) => "Request to correct",
            (PrivacyLaw.Ccpa, PrivacyRequestKind.OptOut) => "Request to opt out",
            (PrivacyLaw.Ccpa, PrivacyRequestKind.LimitUse) => "Request to limit",
            (_, PrivacyRequestKind.Erase) => "Erasure request",
            (_, PrivacyRequestKind.Correct) => "Correction request",
            (_, PrivacyRequestKind.Restrict) => "Restriction request",
            (_, PrivacyRequestKind.Object) => "Objection",
            _ => $"{Kind(kind)} request",
        };

    /// <returns>Text for a message to the person about the current status; null if there is nothing to say.</returns>
    public static string? Answer(PrivacyRequestView request) =>
        request.Status switch
        {
            PrivacyRequestStatus.Fulfilled => PrivacyAnswer.Fulfilled(request.Law, request.Kind, request.ReceivedOn),
            PrivacyRequestStatus.Refused => PrivacyAnswer.Refused(request.Law, request.Kind, request.ReceivedOn, request.Reason),
            PrivacyRequestStatus.Withdrawn => null,
            _ => request.ExtensionReason is { } reason
                ? PrivacyAnswer.Extended(request.Law, request.Kind, request.ReceivedOn, request.DueOn, reason)
                : PrivacyAnswer.Received(request.Law, request.Kind, request.ReceivedOn, request.DueOn),
        };

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

    public static string Step(PrivacyStep step) =>
        step switch
        {
            PrivacyStep.Receipt => "Receipt confirmed",
            PrivacyStep.Identity => "Asked for identity",
            PrivacyStep.Extension => "Deadline extended",
            PrivacyStep.Fulfilment => "Fulfilled",
            _ => "Refused",
        };

    /// <returns>What became of the email to the person.</returns>
    public static string EmailState(PrivacyEmailView email) =>
        (email.EmailId, email.State) switch
        {
            (null, _) => "answered by the team",
            (_, { } state) => email.Reason is { } reason ? $"email {state.ToText().Replace('_', ' ')}: {reason}" : $"email {state.ToText().Replace('_', ' ')}",
            _ => "email deleted from the log",
        };

    public static string Basis(LegalBasis basis) => basis.ToText().Replace('_', ' ');

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
