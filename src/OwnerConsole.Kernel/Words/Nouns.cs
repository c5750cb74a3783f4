namespace OwnerConsole.Kernel.Words;

/// <summary>The console's own words for one and for several.</summary>
public static class Nouns
{
    /// <returns><c>tenant</c> for one, <c>deliveries</c> for two</returns>
    /// <param name="noun">the word for one; what has an irregular plural gives both: <c>person|people</c></param>
    public static string For(long number, string noun) =>
        noun.Split('|') is [var one, var many]
            ? number == 1
                ? one
                : many
            : number == 1
                ? noun
                : Several(noun);

    /// <summary><c>delivery</c> is <c>deliveries</c>, <c>coach</c> is <c>coaches</c>.</summary>
    public static string Several(string one) =>
        one switch
        {
            [.., not ('a' or 'e' or 'o' or 'u'), 'y'] => $"{one[..^1]}ies",
            [.., 's' or 'x'] or [.., 'c' or 's', 'h'] => $"{one}es",
            _ => $"{one}s",
        };

    /// <summary>The word for so many of a unit. A measure such as GB has no plural; a word in small letters has.</summary>
    /// <param name="number">as it is shown</param>
    public static string OfUnit(string unit, string number) => number == "1" || unit.Any(letter => letter is < 'a' or > 'z') ? unit : Several(unit);
}
