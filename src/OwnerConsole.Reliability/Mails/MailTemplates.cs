using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Every kind of letter that a module writes, with its words as they are now.</summary>
public sealed class MailTemplates(IEnumerable<LetterTemplate> declared) : IOptionSource
{
    public const string Source = "mail_template";

    private readonly IReadOnlyList<LetterTemplate> _all = [.. declared.OrderBy(template => template.Name, StringComparer.Ordinal)];

    public string Name => Source;

    /// <returns>null when no module writes such letters, also when one did once</returns>
    public LetterTemplate? Find(string name) => _all.FirstOrDefault(template => template.Name == name);

    public Task<IReadOnlyList<Option>> Find(Work work) =>
        Task.FromResult<IReadOnlyList<Option>>([.. _all.Select(template => new Option(template.Name, template.Title))]);

    /// <summary>In the order of their names.</summary>
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

/// <param name="ChangedAt">null while the words are those it came with</param>
public sealed record TemplateRow(string Name, string Title, LetterWords Words, DateTimeOffset? ChangedAt);
