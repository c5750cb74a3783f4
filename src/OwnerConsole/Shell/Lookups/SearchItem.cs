using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Shell.Lookups;

/// <summary>A page, setting, metric, command or help page with the words that it is found by.</summary>
public sealed record SearchItem(LookupResult Result)
{
    public SearchPhrase Title { get; } = SearchPhrase.Of(Result.Title);

    public SearchPhrase[] Synonyms { get; } = SearchPhrase.List(Result.Synonyms ?? "");

    /// <summary>Words of the description. A command describes only how to continue, which is no reason to find it.</summary>
    public SearchPhrase Message { get; } = Result.Kind == LookupResult.Command ? SearchPhrase.Empty : SearchPhrase.Of(Result.Message);
}
