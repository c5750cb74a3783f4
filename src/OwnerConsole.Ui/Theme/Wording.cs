using System.Globalization;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Ui.Theme;

/// <summary>Formats numbers and nouns for display.</summary>
public static class Wording
{
    private static readonly string[] s_acronyms = ["api", "sla", "slo", "sql"];

    /// <returns><c>1 tenant</c>, <c>2 deliveries</c>, <c>1,204 people</c></returns>
    public static string Count(long number, string one, string? many = null) => $"{Number(number)} {Noun(number, one, many)}";

    /// <returns>The noun for a number that is shown before it: <c>tenant</c> for 1, otherwise <c>tenants</c>.</returns>
    public static string Noun(long number, string one, string? many = null) => Translate(number == 1 ? one : many ?? Nouns.Pluralize(one));

    /// <returns>The number of members of all roles: <c>24 people</c> when the member label names one role.</returns>
    public static string CountOfAll(long members) => $"{Number(members)} {TranslateForAll(members == 1 ? "member" : "members")}";

    /// <summary>Applies the platform's terminology to a text of the console.</summary>
    /// <param name="text">Text of the console, never user input or reported data.</param>
    public static string Translate(string text) => PlatformWords.Current.Translate(text);

    /// <inheritdoc cref="PlatformWords.TranslateForAll"/>
    public static string TranslateForAll(string text) => PlatformWords.Current.TranslateForAll(text);

    /// <summary>Synonyms in the words of the console and in those of the owner, so that "tenants" and "schools" find the same.</summary>
    /// <param name="synonyms">Synonyms as declared, separated by commas.</param>
    /// <param name="title">Title as declared; it is a synonym when the owner uses another word.</param>
    public static string? Synonyms(string synonyms, string title)
    {
        string?[] all = [synonyms, Translate(synonyms) is var said && said != synonyms ? said : null, Translate(title) != title ? title : null];
        return string.Join(", ", all.Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } words ? words : null;
    }

    /// <returns>The display name of a member's role; a dash when none was reported.</returns>
    public static string Role(string? reported) => reported is null ? "–" : PlatformWords.Current.Role(reported);

    /// <returns><c>12 min</c> or <c>1,204 h 5 min</c>; remaining seconds are dropped.</returns>
    public static string Time(long seconds) => seconds < 3600 ? $"{seconds / 60} min" : $"{Number(seconds / 3600)} h {seconds / 60 % 60} min";

    /// <param name="share">A number of percent, such as 99.95; null if it is unknown.</param>
    /// <returns>Percent with up to three decimals; a dash if it is unknown.</returns>
    public static string Percent(decimal? share) => share is { } percent ? percent.ToString("0.###", CultureInfo.InvariantCulture) + "%" : "–";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An identifier as a heading: <c>api_key</c> becomes <c>API key</c>.</summary>
    public static string Heading(string word)
    {
        var said = Translate(word.Replace('_', ' '));
        var first = said.Split(' ')[0];
        return (s_acronyms.Contains(first, StringComparer.Ordinal) ? first.ToUpperInvariant() : char.ToUpperInvariant(first[0]) + first[1..])
            + said[first.Length..];
    }
}
