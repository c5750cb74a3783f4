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

    /// <summary><c>delivery</c> is <c>deliveries</c>.</summary>
    public static string Several(string one) => one is [.., not ('a' or 'e' or 'o' or 'u'), 'y'] ? $"{one[..^1]}ies" : $"{one}s";
}
