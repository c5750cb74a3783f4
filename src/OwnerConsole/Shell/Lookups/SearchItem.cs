using OwnerConsole.Pure.Texts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Lookups;

/// <summary>A page, setting, metric, command or help page with the words that it is found by.</summary>
public sealed record SearchItem(LookupResult Result)
{
    public SearchPhrase Title { get; } = SearchPhrase.Of(Result.Title);

    public SearchPhrase[] Synonyms { get; } = SearchPhrase.List(Result.Synonyms ?? "");

    /// <summary>Words of the description. A command describes only how to continue, which is no reason to find it.</summary>
    public SearchPhrase Message { get; } = Result.Kind == LookupResult.Command ? SearchPhrase.Empty : SearchPhrase.Of(Result.Message);

    /// <summary>Synonyms in the words of the console and in those of the owner, so that "tenants" and "schools" find the same.</summary>
    /// <param name="synonyms">Synonyms as declared, separated by commas.</param>
    /// <param name="title">Title as declared; it is a synonym when the owner uses another word.</param>
    public static string? TranslateSynonyms(string synonyms, string title)
    {
        string?[] all = [synonyms, Wording.Translate(synonyms) is var said && said != synonyms ? said : null, Wording.Translate(title) != title ? title : null];
        return string.Join(", ", all.Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } words ? words : null;
    }
}
