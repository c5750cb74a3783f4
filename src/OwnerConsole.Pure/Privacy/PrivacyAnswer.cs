using System.Globalization;

namespace OwnerConsole.Pure.Privacy;

/// <summary>Texts for messages to a person about their request, in the words of the law.</summary>
public static class PrivacyAnswer
{
    /// <param name="law">Law that the request is based on.</param>
    /// <param name="kind">What is requested.</param>
    /// <returns>The request as part of a sentence: <c>request to know</c>, or <c>request for a copy of your data</c>.</returns>
    public static string Name(PrivacyLaw law, PrivacyRequestKind kind) =>
        (law, kind) switch
        {
            (PrivacyLaw.Ccpa, PrivacyRequestKind.Export) => "request to know",
            (PrivacyLaw.Ccpa, PrivacyRequestKind.Erase) => "request to delete",
            (PrivacyLaw.Ccpa, PrivacyRequestKind.Correct) => "request to correct",
            (_, PrivacyRequestKind.OptOut) => "request to opt out of sale and sharing",
            (_, PrivacyRequestKind.LimitUse) => "request to limit the use of sensitive personal information",
            (_, PrivacyRequestKind.Export) => "request for a copy of your data",
            (_, PrivacyRequestKind.Erase) => "request for erasure",
            (_, PrivacyRequestKind.Correct) => "request for correction",
            (_, PrivacyRequestKind.Restrict) => "request for restriction of processing",
            _ => "objection to processing",
        };

    /// <param name="law">Law that the request is based on.</param>
    /// <param name="kind">What is requested.</param>
    /// <param name="receivedOn">Day on which it was received.</param>
    /// <param name="dueOn">Last day for the answer.</param>
    /// <returns>Confirmation that the request was received.</returns>
    public static string Received(PrivacyLaw law, PrivacyRequestKind kind, DateOnly receivedOn, DateOnly dueOn) =>
        $"We received your {Name(law, kind)} on {Day(receivedOn)} and will answer it by {Day(dueOn)}.";

    /// <inheritdoc cref="Received"/>
    /// <param name="reason">Why more time is needed.</param>
    /// <returns>Notice of the extension.</returns>
    public static string Extended(PrivacyLaw law, PrivacyRequestKind kind, DateOnly receivedOn, DateOnly dueOn, string reason) =>
        $"We need more time for your {Name(law, kind)} of {Day(receivedOn)} and will answer it by {Day(dueOn)}. Reason: {reason}";

    /// <inheritdoc cref="Received"/>
    /// <returns>Notice that the request was fulfilled.</returns>
    public static string Fulfilled(PrivacyLaw law, PrivacyRequestKind kind, DateOnly receivedOn) =>
        $"We fulfilled your {Name(law, kind)} of {Day(receivedOn)}.";

    /// <inheritdoc cref="Received"/>
    /// <param name="reason">Why it was refused; null without a text.</param>
    /// <returns>Notice of the refusal, with where the person can complain.</returns>
    public static string Refused(PrivacyLaw law, PrivacyRequestKind kind, DateOnly receivedOn, string? reason) =>
        $"We can't fulfil your {Name(law, kind)} of {Day(receivedOn)}.{(reason is null ? "" : $" Reason: {reason}")} "
        + (
            law is PrivacyLaw.Ccpa
                ? "You can complain to the California Privacy Protection Agency or to the Attorney General of California."
                : "You can complain to a supervisory authority or go to court."
        );

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
