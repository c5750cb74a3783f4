using System.Globalization;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Values of an email to the person of a privacy request. Days are written as 2026-11-30, which all languages understand.</summary>
/// <param name="Request">The request in the words of its law, in English, such as <c>request to know</c>.</param>
/// <param name="Reference">ID of the request.</param>
/// <param name="ReceivedOn">Day on which it was received.</param>
/// <param name="DueOn">Last day for the answer.</param>
/// <param name="Gdpr">Whether the request is based on the GDPR.</param>
/// <param name="Ccpa">Whether the request is based on the CCPA.</param>
/// <param name="Export">Whether the person requests a copy of their data.</param>
/// <param name="Erase">Whether the person requests the deletion of their data.</param>
/// <param name="Reason">Reason or details that the person reads; null without.</param>
/// <param name="Link">Address where the person downloads the data; null without.</param>
/// <param name="CanReply">Whether someone reads replies to the email.</param>
internal sealed record PrivacyEmailFacts(
    string Request,
    string Reference,
    string ReceivedOn,
    string DueOn,
    bool Gdpr,
    bool Ccpa,
    bool Export,
    bool Erase,
    string? Reason,
    string? Link,
    bool CanReply
)
{
    /// <summary>Every value that a template can use.</summary>
    public static readonly PrivacyEmailFacts Example = new(
        PrivacyAnswer.Name(PrivacyLaw.Gdpr, PrivacyRequestKind.Export),
        "prq_0123456789",
        "2026-11-30",
        "2026-12-30",
        Gdpr: true,
        Ccpa: true,
        Export: true,
        Erase: true,
        "The data is in many systems.",
        "https://app.example.com/your-data",
        CanReply: true
    );

    /// <param name="dueOn">Last day for the answer after the operation.</param>
    public static PrivacyEmailFacts Of(PrivacyRequest request, DateOnly dueOn, string? reason, string? link, bool canReply) =>
        new(
            PrivacyAnswer.Name(request.Law, request.Kind),
            request.Id,
            Day(request.ReceivedOn),
            Day(dueOn),
            request.Law is PrivacyLaw.Gdpr,
            request.Law is PrivacyLaw.Ccpa,
            request.Kind is PrivacyRequestKind.Export,
            request.Kind is PrivacyRequestKind.Erase,
            reason,
            link,
            canReply
        );

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
