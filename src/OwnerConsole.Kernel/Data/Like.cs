using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Data;

/// <summary>Patterns for SQL's <c>like</c> from what somebody typed: their % and _ mean themselves.</summary>
public static class Like
{
    /// <summary>Anywhere in a text; the statement puts both into <c>core.folded()</c> or <c>lower()</c>, because the database has letters that grow smaller than .NET's.</summary>
    public static string Within(string text) => $"%{Escape(Narrow(Composed.Of(text.Trim())))}%";

    /// <summary>Other forms of the characters that a pattern is made of: folded, they would become those.</summary>
    private static string Narrow(string text) =>
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

    /// <summary>As <see cref="Within"/>, at its beginning.</summary>
    public static string Starting(string text) => Within(text)[1..];

    /// <summary>At the beginning of a column that is kept in capitals.</summary>
    public static string Beginning(string text) => $"{Escape(text.Trim().ToUpperInvariant())}%";

    private static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
