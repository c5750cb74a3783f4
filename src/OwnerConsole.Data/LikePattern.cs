using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Data;

/// <summary>Builds patterns for SQL's <c>like</c> from user input, with % and _ escaped.</summary>
public static class LikePattern
{
    /// <summary>
    /// Pattern for a match anywhere in a text. The statement folds both sides with <c>core.search_text()</c> or <c>lower()</c>, because the database's
    /// case mapping differs from .NET's.
    /// </summary>
    public static string Contains(string text) => $"%{Escape(NarrowSpecialCharacters(NfcNormalizer.Normalize(text.Trim())))}%";

    /// <summary>Other forms of the pattern characters, which folding would turn into them.</summary>
    private static string NarrowSpecialCharacters(string text) =>
        string.Create(
            text.Length,
            text,
            static (narrow, wide) =>
            {
                for (var at = 0; at < wide.Length; at++)
                    narrow[at] = wide[at] switch
                    {
                        '％' or '﹪' => '%',
                        '＿' or '︳' or '︴' or '﹍' or '﹎' or '﹏' => '_',
                        '＼' or '﹨' => '\\',
                        var other => other,
                    };
            }
        );

    /// <summary>Same as <see cref="Contains"/>, but at the start of the text.</summary>
    public static string StartsWith(string text) => Contains(text)[1..];

    /// <summary>Pattern for the start of a column stored in capital letters.</summary>
    public static string UppercaseStartsWith(string text) => $"{Escape(text.Trim().ToUpperInvariant())}%";

    private static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
