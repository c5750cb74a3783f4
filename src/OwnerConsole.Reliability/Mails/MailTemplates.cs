using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Mails;

/// <summary>The email templates of all modules, with their current content.</summary>
public sealed class MailTemplates(IEnumerable<LetterTemplate> declared) : IOptionSource
{
    public const string Source = "mail_template";

    private readonly IReadOnlyList<LetterTemplate> _all = [.. declared.OrderBy(template => template.Name, StringComparer.Ordinal)];

    public string Name => Source;

    /// <returns>The template; null if no module declares it.</returns>
    public LetterTemplate? Find(string name) => _all.FirstOrDefault(template => template.Name == name);

    public Task<IReadOnlyList<Option>> Find(Work work) =>
        Task.FromResult<IReadOnlyList<Option>>([.. _all.Select(template => new Option(template.Name, template.Title))]);

    /// <summary>Lists templates, ordered by name.</summary>
    public async Task<IReadOnlyList<TemplateRow>> List(Work work)
    {
        var changed = await work.List<Changed>(
            "select template, subject, html, text, opened_at from mails.templates where tenant_id = 'tnt_platform' and closed_by is null"
        );
        return [.. _all.Select(template => Row(template, changed.FirstOrDefault(one => one.Template == template.Name)))];
    }

    public async Task<LetterWords> Words(LetterTemplate template, Work work) =>
        await work.One<LetterWords>(
            "select subject, html, text from mails.templates where tenant_id = 'tnt_platform' and template = @Name and closed_by is null",
            new { template.Name }
        ) ?? template.Words;

    private static TemplateRow Row(LetterTemplate template, Changed? changed) =>
        new(template.Name, template.Title, changed is null ? template.Words : new(changed.Subject, changed.Html, changed.Text), changed?.OpenedAt);

    private sealed record Changed(string Template, string Subject, string Html, string Text, DateTimeOffset OpenedAt);
}

/// <param name="ChangedAt">When the content was last changed; null for the default content.</param>
public sealed record TemplateRow(string Name, string Title, LetterWords Words, DateTimeOffset? ChangedAt);
