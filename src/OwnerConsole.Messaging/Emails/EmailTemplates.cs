using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The email templates of all modules, with their current content.</summary>
public sealed class EmailTemplates(IEnumerable<EmailTemplate> declared) : IOptionSource
{
    public const string Source = "mail_template";

    private readonly IReadOnlyList<EmailTemplate> _all = [.. declared.OrderBy(template => template.Name, StringComparer.Ordinal)];

    public string Name => Source;

    /// <returns>The template; null if no module declares it.</returns>
    public EmailTemplate? Find(string name) => _all.FirstOrDefault(template => template.Name == name);

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([.. _all.Select(template => new Option(template.Name, template.Title))]);

    /// <summary>Lists templates, ordered by name.</summary>
    public async Task<IReadOnlyList<TemplateRow>> List(UnitOfWork work)
    {
        var changed = await work.List<ChangedTemplate>(
            "select template, subject, html, text, opened_at from emails.templates where tenant_id = 'tnt_platform' and closed_by is null"
        );
        return [.. _all.Select(template => Row(template, changed.FirstOrDefault(changedTemplate => changedTemplate.Template == template.Name)))];
    }

    public async Task<EmailContent> Words(EmailTemplate template, UnitOfWork work) =>
        await work.One<EmailContent>(
            "select subject, html, text from emails.templates where tenant_id = 'tnt_platform' and template = @Name and closed_by is null",
            new { template.Name }
        ) ?? template.Words;

    private static TemplateRow Row(EmailTemplate template, ChangedTemplate? changed) =>
        new(template.Name, template.Title, changed is null ? template.Words : new(changed.Subject, changed.Html, changed.Text), changed?.OpenedAt);

    private sealed record ChangedTemplate(string Template, string Subject, string Html, string Text, DateTimeOffset OpenedAt);
}

/// <param name="ChangedAt">When the content was last changed; null for the default content.</param>
public sealed record TemplateRow(string Name, string Title, EmailContent Words, DateTimeOffset? ChangedAt);
