using System.Collections.Frozen;
using System.Text;

namespace OwnerConsole.Pure.Duplicates;

/// <summary>Names as they are compared: their words in lower case, without punctuation and in alphabetical order.</summary>
public static class NameWords
{
    /// <summary>Longest name that is compared, in characters.</summary>
    private const int MaxLength = 200;

    private const int MinCompanyLength = 3;

    /// <summary>Legal forms of companies. One report has them and another hasn't.</summary>
    private static readonly FrozenSet<string> s_legalForms = FrozenSet.Create(
        StringComparer.Ordinal,
        "ab",
        "ag",
        "as",
        "bv",
        "co",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "limited",
        "llc",
        "llp",
        "ltd",
        "nv",
        "oy",
        "plc",
        "pty",
        "sa",
        "sarl",
        "sas",
        "spa",
        "srl",
        "ug"
    );

    /// <param name="name">Name of a person; null if there is none.</param>
    /// <returns>Null for a single word, because many people share a first name.</returns>
    public static string? OfPerson(string? name) => Split(name) is { Count: > 1 } words ? Join(words) : null;

    /// <param name="name">Name of a company; null if there is none.</param>
    /// <returns>The words without legal forms, unless there are no others; null for less than three characters.</returns>
    public static string? OfCompany(string? name)
    {
        var words = Split(name);
        var own = words.Where(word => !s_legalForms.Contains(word)).ToList();
        return Join(own.Count > 0 ? own : words) is { Length: >= MinCompanyLength } joined ? joined : null;
    }

    private static string Join(IEnumerable<string> words) => string.Join(' ', words.Order(StringComparer.Ordinal));

    /// <returns>Runs of letters and digits. Dots and apostrophes are inside of words, so S.A. and SA are the same.</returns>
    private static List<string> Split(string? name)
    {
        var (words, word) = (new List<string>(), new StringBuilder());
        foreach (var rune in (name is { Length: > MaxLength } ? name[..MaxLength] : name ?? "").EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune))
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (rune.Value is not ('.' or '\'' or '’'))
                End(words, word);
        End(words, word);
        return words;
    }

    private static void End(List<string> words, StringBuilder word)
    {
        if (word.Length == 0)
            return;
        words.Add(word.ToString());
        word.Clear();
    }
}
