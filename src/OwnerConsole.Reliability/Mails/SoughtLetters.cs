using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Reliability.Mails;

/// <summary>What a text means among letters. It is looked up where each name is kept once, so that no letter is read for it.</summary>
/// <param name="Ids">of tenants and people that are called so, and the text itself, which may be an id</param>
/// <param name="Templates">by their names</param>
/// <param name="IsCut">more are called so than are searched for</param>
public sealed record SoughtLetters(IReadOnlyList<string> Ids, IReadOnlyList<string> Templates, bool IsCut)
{
    public static async Task<SoughtLetters> Find(string text, IEnumerable<LetterTemplate> templates, Work work)
    {
        var (ids, isCut) = await Mentions.Named(text, new(), work);
        return new(ids, [.. templates.Where(template => Has(template.Title) || Has(template.Name)).Select(template => template.Name)], isCut);

        bool Has(string said) => said.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    internal IReadOnlyList<AnyOf> Any =>
        [new("l.recipient", "ids"), new("l.tenant_id", "ids"), new("l.template", "templates", Templates.Count), new("l.letter_id", "ids")];
}
