using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Shell.Lookups;

/// <summary>Finds everything that matches a search text, best first: pages, commands, settings, metrics and help by their words, records by their data.</summary>
public sealed class LookupSearch(SearchIndex index, HelpIndex help, RecordSearch records, Database database)
{
    private const int MaxResults = 60,
        MaxHelp = 5;

    /// <summary>Everything that the palette can find without the server.</summary>
    public async Task<IEnumerable<LookupResult>> Known(Caller caller, string back, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return (await index.List(caller, back, work)).Concat(help.Docs);
    }

    public async Task<LookupAnswer> Find(Caller caller, LookupQuery typed, string back, CancellationToken stop)
    {
        if (await records.FindRun(caller, typed, stop) is { } run)
            return new([run], null);
        await using var work = await database.Read(stop);
        var mode = await Modes.Shown(caller, work);
        var phrase = SearchPhrase.Of(typed.Text);
        var known = await ListItems(caller, typed, back, work);
        List<LookupResult> found = [.. Rank(phrase, known), .. await records.Find(caller, mode, typed, back, work)];
        if (found.Count > 0)
            return new(Sort(found), null);
        found = [.. Rank(phrase, known, withMistakes: true), .. await records.FindSimilar(caller, mode, typed, work)];
        return new(Sort(found), SpellingCorrection.Find(phrase, known));
    }

    private async Task<IReadOnlyList<SearchItem>> ListItems(Caller caller, LookupQuery typed, string back, UnitOfWork work)
    {
        if (typed.Text.Length == 0 || !typed.IncludesCommands)
            return [];
        var known = (await index.List(caller, back, work)).Where(result => typed.IncludesPages || result.Kind == LookupResult.Command);
        if (typed.IncludesPages)
            known = [.. known, .. help.Docs, .. help.Sections, .. typed.NamesGroup ? await index.ListGroupedMetrics(caller, work) : []];
        return [.. known.Select(result => new SearchItem(result))];
    }

    // Of results with the same score, the shorter title has fewer words that were not typed.
    private static IEnumerable<LookupResult> Rank(SearchPhrase typed, IReadOnlyList<SearchItem> known, bool withMistakes = false)
    {
        var ranked = known
            .Select(item => (item.Result, Score: SearchScore.Of(typed, item, withMistakes)))
            .Where(item => item.Score is not null)
            .Select(item => item.Result with { Score = item.Score!.Value })
            .OrderByDescending(result => result.Score)
            .ThenBy(result => result.Title.Length)
            .ToLookup(result => result.Kind == HelpIndex.Kind);
        return ranked[false].Concat(ranked[true].Take(MaxHelp));
    }

    private static IReadOnlyList<LookupResult> Sort(IEnumerable<LookupResult> found) => [.. found.OrderByDescending(result => result.Score).Take(MaxResults)];
}
