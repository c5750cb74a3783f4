using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The platform as the owner of an email template.</summary>
/// <param name="IsKnown">Whether a module declares the template.</param>
/// <param name="Words">Current text in the language; null if there is none.</param>
public sealed record TemplateFacts(long Revision, bool IsKnown, EmailContent? Words) : ISubject
{
    /// <summary>Texts by template and language.</summary>
    internal static readonly StateRows Rows = new("emails.templates", "concat_ws(':', this.template, this.language)")
    {
        BelongToPlatform = true,
        Conflict = "other.tenant_id = this.tenant_id and other.template = this.template and other.language is not distinct from this.language",
    };

    internal static Refusal Unknown => new("no_such_template", $"There is no template with this name.");

    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    /// <returns>Id of a text for <see cref="Rows"/>.</returns>
    internal static string KeyOf(string template, string? language) => language is null ? template : $"{template}:{language}";

    /// <returns>The normalized tag; null for the default text.</returns>
    /// <exception cref="Problem">400: the language is unknown.</exception>
    internal static string? ReadLanguage(string? language, string field = "input.language") =>
        string.IsNullOrWhiteSpace(language)
            ? null
            : LanguageTag.Normalize(language.Trim()) ?? throw Problem.Invalid(field, "must be a BCP 47 tag of a language, such as de, pt-BR or ar.");

    public static async Task<IReadOnlyList<TemplateFacts>> Load(
        IReadOnlyList<string> ids,
        string template,
        string? language,
        EmailTemplates templates,
        UnitOfWork work
    )
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        if (templates.Find(template) is not { } known)
            return [new(1, false, null)];
        var args = new { template, language };
        const string own = "t.tenant_id = 'tnt_platform' and t.template = @template and t.language is not distinct from @language";
        await work.List<string>($"select t.opened_by from emails.templates t where {own} and t.closed_by is null {work.ForUpdate("t")}", args);
        var revision = await work.One<long>($"select count(*) + count(t.closed_by) + 1 from emails.templates t where {own}", args);
        return [new(revision, true, (await templates.Find(known, language, work))?.Content)];
    }
}
