using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Emails.Public;

/// <summary>Checks and renders texts with variables for other modules.</summary>
public static class EmailText
{
    /// <returns>Names of the variables that the template can use, such as recipient.name.</returns>
    public static IReadOnlyList<string> Variables(EmailTemplate template) => EmailRenderer.Names(template);

    /// <returns>The part with the mistake (subject, html or text) and the reason, which continues a sentence after its name; null if it can be sent.</returns>
    public static (string Part, string Reason)? FindError(EmailTemplate template, EmailContent content, CancellationToken stop) =>
        EmailRenderer.FindError(template, content, stop) is { } mistake ? (mistake.Part, mistake.Reason) : null;

    /// <summary>Renders an email as its recipient would receive it, with an example of the link to unsubscribe.</summary>
    /// <param name="url">Address of this console; null if it is not set.</param>
    public static (string Subject, string Html, string Text) RenderEmail(
        EmailTemplate template,
        EmailContent content,
        JsonElement facts,
        PlatformWords platform,
        string? url,
        EmailRecipient to,
        CancellationToken stop
    )
    {
        var email = EmailRenderer.Render(template, content, facts, platform, url, to, stop, EmailRenderer.ExampleUnsubscribeUrl(template, url));
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

    /// <summary>Renders an email without sending it.</summary>
    /// <returns>The subject and the text part.</returns>
    public static (string Subject, string Text) Render(
        EmailContent content,
        JsonElement facts,
        PlatformWords platform,
        string? url,
        EmailRecipient to,
        CancellationToken stop
    )
    {
        var rendered = EmailRenderer.Render(content, facts, platform, url, to, stop);
        return (rendered.Subject, rendered.Text);
    }

    /// <returns>Whether emails can be sent.</returns>
    public static async Task<bool> CanSendEmail(UnitOfWork work) => await MailSettings.Find(work) is not null;

    /// <returns>Address of the page of an email.</returns>
    public static string PageOf(string emailId) => EmailRoutes.Of(emailId);
}
