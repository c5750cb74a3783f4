using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails;

/// <summary>A change of a template's text in one language.</summary>
/// <param name="Number">1 for the first change of this language; 0 for the built-in text.</param>
/// <param name="ChangedAt">Null for the built-in text.</param>
/// <param name="ChangedBy">ID of the actor that saved it; null for the built-in text.</param>
/// <param name="Author">Name of the actor, or its ID.</param>
/// <param name="IsCurrent">Whether emails use it now.</param>
public sealed record TemplateVersion(
    int Number,
    string? Language,
    string Subject,
    string Html,
    string Text,
    DateTimeOffset? ChangedAt,
    string? ChangedBy,
    string? Author,
    bool IsCurrent
)
{
    public EmailContent Content => new(Subject, Html, Text);

    /// <summary>Lists the versions, newest first. The default text ends with the built-in text.</summary>
    public static async Task<IReadOnlyList<TemplateVersion>> List(EmailTemplate template, string? language, UnitOfWork work)
    {
        var rows = await work.List<TemplateVersion>(Sql("true") + " order by t.version desc", new { template.Name, language });
        return language is null ? [.. rows, BuiltIn(template, !rows.Any(row => row.IsCurrent))] : rows;
    }

    /// <returns>Null if the version doesn't exist.</returns>
    public static async Task<TemplateVersion?> Find(EmailTemplate template, string? language, int number, UnitOfWork work) =>
        number == 0 && language is null
            ? (await List(template, null, work))[^1]
            : await work.One<TemplateVersion>(
                Sql("t.version = @number"),
                new
                {
                    template.Name,
                    language,
                    number,
                }
            );

    private static TemplateVersion BuiltIn(EmailTemplate template, bool isCurrent) =>
        new(0, null, template.Words.Subject, template.Words.Html, template.Words.Text, null, null, null, isCurrent);

    private static string Sql(string condition) =>
        $"""
            select t.version as number, t.language, t.subject, t.html, t.text, t.opened_at as changed_at, r.requested_by as changed_by,
                   coalesce(n.name, r.requested_by) as author, t.closed_by is null as is_current
              from emails.templates t
              left join core.runs r on r.run_id = t.opened_by
              left join core.entity_names n on n.id = r.requested_by
             where t.tenant_id = 'tnt_platform' and t.template = @Name and t.language is not distinct from @language and {condition}
            """;
}
