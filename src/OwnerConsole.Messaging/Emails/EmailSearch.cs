using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Resolves a search text to ids and templates before emails are read, so that the email query can use indexes.</summary>
/// <param name="Ids">Ids of matching tenants and people, and the text itself, which can be an id.</param>
/// <param name="Templates">Names of matching templates.</param>
/// <param name="IsCut">True when more names match than a search covers.</param>
public sealed record EmailSearch(IReadOnlyList<string> Ids, IReadOnlyList<string> Templates, bool IsCut)
{
    public static async Task<EmailSearch> Find(string text, IEnumerable<EmailTemplate> templates, UnitOfWork work)
    {
        var (ids, isCut) = await TextMentions.FindIds(text, new(), work);
        return new(ids, [.. templates.Where(template => Has(template.Title) || Has(template.Name)).Select(template => template.Name)], isCut);

        bool Has(string said) => said.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    internal IReadOnlyList<AnyOf> Any =>
        [new("l.recipient", "ids"), new("l.tenant_id", "ids"), new("l.template", "templates", Templates.Count), new("l.email_id", "ids")];
}
