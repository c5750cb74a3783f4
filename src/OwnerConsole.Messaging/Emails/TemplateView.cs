using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails;

/// <summary>An email template as returned by the API.</summary>
/// <param name="Name">Name of the template.</param>
/// <param name="Title">When the email is sent.</param>
/// <param name="Subject">Subject line.</param>
/// <param name="Html">HTML text.</param>
/// <param name="Text">Plain text.</param>
/// <param name="Facts">Variables that the content can use.</param>
/// <param name="IsChanged">False for the default content.</param>
public sealed record TemplateView(string Name, string Title, string Subject, string Html, string Text, IReadOnlyList<string> Facts, bool IsChanged)
{
    internal static TemplateView Of(TemplateRow row, EmailTemplate template) =>
        new(row.Name, row.Title, row.Words.Subject, row.Words.Html, row.Words.Text, EmailRenderer.Names(template), row.ChangedAt is not null);
}
