using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails;

/// <summary>An email template as returned by the API.</summary>
/// <param name="Name">Name of the template.</param>
/// <param name="Title">When the email is sent.</param>
/// <param name="Subject">Subject line.</param>
/// <param name="Html">HTML text.</param>
/// <param name="Text">Plain text; empty if it is derived from the HTML.</param>
/// <param name="Facts">Variables that the content can use.</param>
/// <param name="IsChanged">False for the default content.</param>
/// <param name="Language">BCP 47 tag of the translation; null for the default text.</param>
/// <param name="Version">Number of the current version; 0 for the built-in text.</param>
/// <param name="Languages">Languages of all translations.</param>
/// <param name="IsFrame">Whether it is a frame around texts that are written elsewhere, such as broadcasts. It inserts them with {{{content}}} in HTML and {{content}} in text.</param>
public sealed record TemplateView(
    string Name,
    string Title,
    string Subject,
    string Html,
    string Text,
    IReadOnlyList<string> Facts,
    bool IsChanged,
    string? Language,
    int Version,
    IReadOnlyList<string> Languages,
    bool IsFrame
)
{
    internal static TemplateView Of(TemplateRow row, EmailTemplate template, TemplateText text) =>
        new(
            row.Name,
            row.Title,
            text.Content.Subject,
            text.Content.Html,
            text.Content.Text,
            EmailRenderer.Names(template),
            text.Version > 0,
            text.Language,
            text.Version,
            row.Languages,
            row.IsFrame
        );
}

/// <summary>A version of a template in the API, without its content.</summary>
/// <param name="Version">1 for the first change of this language; 0 for the built-in text.</param>
/// <param name="Language">BCP 47 tag of the translation; null for the default text.</param>
/// <param name="Subject">Subject line.</param>
/// <param name="ChangedAt">When it was saved; null for the built-in text.</param>
/// <param name="ChangedBy">ID of the actor that saved it; null for the built-in text.</param>
/// <param name="IsCurrent">Whether emails use it now.</param>
public sealed record TemplateVersionEntry(int Version, string? Language, string Subject, DateTimeOffset? ChangedAt, string? ChangedBy, bool IsCurrent)
{
    internal static TemplateVersionEntry Of(TemplateVersion version) =>
        new(version.Number, version.Language, version.Subject, version.ChangedAt, version.ChangedBy, version.IsCurrent);
}

/// <summary>A version of a template in the API.</summary>
/// <param name="Version">1 for the first change of this language; 0 for the built-in text.</param>
/// <param name="Language">BCP 47 tag of the translation; null for the default text.</param>
/// <param name="Subject">Subject line.</param>
/// <param name="Html">HTML text.</param>
/// <param name="Text">Plain text; empty if it is derived from the HTML.</param>
/// <param name="ChangedAt">When it was saved; null for the built-in text.</param>
/// <param name="ChangedBy">ID of the actor that saved it; null for the built-in text.</param>
/// <param name="IsCurrent">Whether emails use it now.</param>
public sealed record TemplateVersionView(
    int Version,
    string? Language,
    string Subject,
    string Html,
    string Text,
    DateTimeOffset? ChangedAt,
    string? ChangedBy,
    bool IsCurrent
)
{
    internal static TemplateVersionView Of(TemplateVersion version) =>
        new(version.Number, version.Language, version.Subject, version.Html, version.Text, version.ChangedAt, version.ChangedBy, version.IsCurrent);
}
