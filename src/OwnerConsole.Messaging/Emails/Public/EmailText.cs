using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Emails.Public;

/// <summary>Checks and renders texts with variables for other modules.</summary>
public static class EmailText
{
    /// <returns>Names of the variables that a message in the frame can use, such as recipient.name.</returns>
    public static IReadOnlyList<string> Variables(EmailTemplate frame) => EmailRenderer.Names(WithoutMessage(frame));

    /// <summary>Checks a message that the frame is for.</summary>
    /// <returns>The part with the mistake (subject, html or text) and the reason, which continues a sentence after its name; null if it can be sent.</returns>
    public static (string Part, string Reason)? FindError(EmailTemplate frame, EmailContent message, CancellationToken stop) =>
        TemplateCheck.FindError(WithoutMessage(frame), message, stop) is { } mistake ? (mistake.Part, mistake.Reason) : null;

    /// <summary>Renders a message in its frame as its recipient would receive it, with an example of the link to unsubscribe.</summary>
    /// <param name="url">Address of this console; null if it is not set.</param>
    public static async Task<(string Subject, string Html, string Text)> RenderEmail(
        EmailTemplate frame,
        EmailContent message,
        JsonElement facts,
        PlatformWords platform,
        string? url,
        EmailRecipient to,
        UnitOfWork work
    )
    {
        var text = await EmailTemplates.FindFor(frame, to.Language, work);
        var email = EmailRenderer.Render(frame, text, facts, platform, url, to, work.Stop, EmailRenderer.ExampleUnsubscribeUrl(frame, url), message);
        return (email.Subject, email.Html, email.Text);
    }

    /// <summary>Renders one line and Markdown, for channels other than email. Values of variables can't add formatting.</summary>
    public static (string Title, string Markdown) Render(
        string title,
        string markdown,
        JsonElement facts,
        PlatformWords platform,
        string? url,
        EmailRecipient to,
        CancellationToken stop
    ) => EmailRenderer.RenderMarkdown(title, markdown, facts, platform, url, to, stop);

    /// <returns>Whether emails can be sent.</returns>
    public static async Task<bool> CanSendEmail(UnitOfWork work) => await MailSettings.Find(work) is not null;

    /// <returns>Address of the page of an email.</returns>
    public static string PageOf(string emailId) => EmailRoutes.Of(emailId);

    private static EmailTemplate WithoutMessage(EmailTemplate frame) => frame with { FramedMessage = null };
}
