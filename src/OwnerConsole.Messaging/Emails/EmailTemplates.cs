using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The email templates of all modules, with their current texts.</summary>
public sealed class EmailTemplates(IEnumerable<EmailTemplate> declared) : IOptionSource
{
    public const string Source = "mail_template";

    private readonly IReadOnlyList<EmailTemplate> _all = [.. declared.OrderBy(template => template.Name, StringComparer.Ordinal)];

    public string Name => Source;

    /// <returns>The template; null if no module declares it.</returns>
    public EmailTemplate? Find(string name) => _all.FirstOrDefault(template => template.Name == name);

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([.. _all.Select(template => new Option(template.Name, template.Title))]);

    /// <summary>Lists templates with their default texts, ordered by name.</summary>
    public async Task<IReadOnlyList<TemplateRow>> List(UnitOfWork work)
    {
        var rows = await work.List<ChangedRow>(
            """
            select template, language, version, subject, html, text, opened_at from emails.templates
             where tenant_id = 'tnt_platform' and closed_by is null
             order by template, language
            """
        );
        var changed = rows.ToLookup(row => row.Template, StringComparer.Ordinal);
        return [.. _all.Select(template => Row(template, [.. changed[template.Name]]))];
    }

    /// <summary>Finds the text for a recipient: in the exact language, a parent of it, or the default text.</summary>
    /// <param name="language">Language of the recipient; null for the default text.</param>
    public static async Task<TemplateText> FindFor(EmailTemplate template, string? language, UnitOfWork work) =>
        await work.One<TextRow>(
            $"""
            select {TextRow.Columns} from emails.templates
             where tenant_id = 'tnt_platform' and template = @Name and closed_by is null and (language is null or language = any(@languages))
             order by array_position(@languages, language) nulls last
             limit 1
            """,
            new { template.Name, languages = LanguageTag.Fallbacks(language).ToArray() }
        )
            is { } row
            ? row.Text
            : TemplateText.BuiltIn(template);

    /// <param name="language">Language of a translation; null for the default text.</param>
    /// <returns>The current text; null if there is no translation into this language.</returns>
    public async Task<TemplateText?> Find(EmailTemplate template, string? language, UnitOfWork work) =>
        await work.One<TextRow>(
            $"""
            select {TextRow.Columns} from emails.templates
             where tenant_id = 'tnt_platform' and template = @Name and language is not distinct from @language and closed_by is null
            """,
            new { template.Name, language }
        )
            is { } row
            ? row.Text
        : language is null ? TemplateText.BuiltIn(template)
        : null;

    private static TemplateRow Row(EmailTemplate template, IReadOnlyList<ChangedRow> changed)
    {
        var own = changed.FirstOrDefault(row => row.Language is null);
        var text = own is null ? TemplateText.BuiltIn(template) : new(null, own.Version, new(own.Subject, own.Html, own.Text));
        return new(
            template.Name,
            template.Title,
            text,
            own?.OpenedAt,
            [.. changed.Select(row => row.Language).OfType<string>()],
            template.FramedMessage is not null
        );
    }

    private sealed record ChangedRow(string Template, string? Language, int Version, string Subject, string Html, string Text, DateTimeOffset OpenedAt);

    private sealed record TextRow(string? Language, int Version, string Subject, string Html, string Body)
    {
        public const string Columns = "language, version, subject, html, text as body";

        public TemplateText Text => new(Language, Version, new(Subject, Html, Body));
    }
}

/// <summary>A template's text in one language.</summary>
/// <param name="Language">BCP 47 tag of the translation; null for the default text.</param>
/// <param name="Version">Counts the changes of the text; 0 for the built-in text.</param>
public sealed record TemplateText(string? Language, int Version, EmailContent Content)
{
    internal static TemplateText BuiltIn(EmailTemplate template) => new(null, 0, template.Words);
}

/// <param name="Text">The current default text.</param>
/// <param name="ChangedAt">When the default text was last changed; null for the built-in text.</param>
/// <param name="Languages">Languages of its translations.</param>
/// <param name="IsFrame">Whether it is a frame around messages that are written elsewhere.</param>
public sealed record TemplateRow(string Name, string Title, TemplateText Text, DateTimeOffset? ChangedAt, IReadOnlyList<string> Languages, bool IsFrame);
