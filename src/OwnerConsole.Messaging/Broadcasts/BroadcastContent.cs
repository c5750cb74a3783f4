using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Emails.Public;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Turns the Markdown of a broadcast into the parts of an email, and checks it.</summary>
public static class BroadcastContent
{
    public const int MaxSubject = 200,
        MaxBody = 10_000,
        MaxLink = 2_000,
        MaxLinkLabel = 60;

    /// <summary>The frame of broadcasts, and the variables that both can use.</summary>
    public static readonly EmailTemplate Template = new("broadcast.message", "Broadcast", EmailTemplate.PlainFrame, new { tenant = new { name = "Acme" } })
    {
        IsToMembers = true,
        Topic = MessageTopic.News,
        FramedMessage = new(
            "News from {{platform.name}}",
            "<p>Hello {{recipient.name}},</p>\n<p>this is the text of a broadcast.</p>",
            "Hello {{recipient.name}},\n\nthis is the text of a broadcast."
        ),
    };

    /// <summary>Names of the variables that a broadcast can use.</summary>
    public static IReadOnlyList<string> Variables => EmailText.Variables(Template);

    /// <param name="subject">One line with variables.</param>
    /// <param name="body">Markdown with variables.</param>
    public static EmailContent Of(string subject, string body, string? link, string? linkLabel) => MarkdownEmail.Content(subject, body, link, linkLabel);

    /// <returns>The email that follows a correction.</returns>
    public static EmailContent OfCorrection(EmailContent corrected) =>
        new($"Correction: {corrected.Subject}", $"<p><em>{CorrectionNote}</em></p>\n{corrected.Html}", $"{CorrectionNote}\n\n{corrected.Text}");

    private const string CorrectionNote = "This email corrects our previous one.";

    public static EmailContent Of(Broadcast broadcast) => Of(broadcast.Subject, broadcast.Body, broadcast.Link, broadcast.LinkLabel);

    /// <returns>The field with the mistake and the reason, which continues a sentence after its name; null if it can be sent.</returns>
    public static (string Field, string Reason)? FindError(string subject, string body, string? link, string? linkLabel, CancellationToken stop) =>
        MarkdownEmail.FindError(Template, subject, body, link, linkLabel, stop);
}
