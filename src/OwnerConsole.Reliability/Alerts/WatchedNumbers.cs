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

    /// <returns>The number and its source; null if no module has it.</returns>
    internal (WatchedNumber Number, IWatchedNumberSource Source)? Find(string? key)
    {
        foreach (var source in _sources)
            if (source.Numbers.FirstOrDefault(number => number.Key == key) is { } number)
                return (number, source);
        return null;
    }

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
