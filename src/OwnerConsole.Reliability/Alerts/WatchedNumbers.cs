using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Numbers of all modules that rules can watch.</summary>
public sealed class WatchedNumbers(IEnumerable<IWatchedNumberSource> sources)
{
    private readonly IReadOnlyList<IWatchedNumberSource> _sources = [.. sources];

    public IEnumerable<WatchedNumber> All => _sources.SelectMany(source => source.Numbers);

    /// <summary>Phrases about all numbers by key, and by key and scope for those of services.</summary>
    internal IEnumerable<(string Key, string Phrase)> Phrases => All.SelectMany(PhrasesOf);

    /// <returns>Null if no module has the number.</returns>
    public WatchedNumber? Find(string? key) => All.FirstOrDefault(number => number.Key == key);

    /// <returns>Null if no module has the number.</returns>
    public IWatchedNumberSource? FindSource(string? key) => _sources.FirstOrDefault(source => source.Numbers.Any(number => number.Key == key));

    internal static string PhraseKey(string? number, NumberScope? scope) => $"{number} {(scope ?? NumberScope.Replica).ToText()}";

    private static IEnumerable<(string Key, string Phrase)> PhrasesOf(WatchedNumber number) =>
        number.Target is { } target
            ? [(number.Key, $"{number.Title} of {target} ({number.Unit})")]
            :
            [
                (PhraseKey(number.Key, NumberScope.Replica), $"{number.Title} of each replica ({number.Unit})"),
                (PhraseKey(number.Key, NumberScope.Service), $"{number.Title} of each service ({number.Unit})"),
            ];
}
