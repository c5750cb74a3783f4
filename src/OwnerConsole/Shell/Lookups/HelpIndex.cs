using OwnerConsole.Shell.Help;

namespace OwnerConsole.Shell.Lookups;

/// <summary>Documents of the built-in documentation and their sections, as search results.</summary>
public sealed class HelpIndex(DocList docs)
{
    public const string Kind = "help";

    private const string Label = "Help";

    /// <summary>A section comes after everything else with its word in the title.</summary>
    private const int BonusOfSection = -40;

    private (Doc Doc, DocSection Section)[]? _sections;

    public IEnumerable<LookupResult> Docs =>
        docs.All.Select(doc => new LookupResult(Kind, doc.Address, doc.Title, doc.Kind?.Title ?? "Guide", doc.Address) { Label = Label });

    public IEnumerable<LookupResult> Sections =>
        (_sections ??= [.. docs.All.SelectMany(doc => DocHtml.Sections(doc).Select(section => (doc, section)))]).Select(at =>
        {
            var (doc, section) = at;
            var address = $"{doc.Address}#{section.Anchor}";
            return new LookupResult(Kind, address, doc.Translate(section.Title), doc.Title, address) { Label = Label, Bonus = BonusOfSection };
        });
}
