using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Data;

/// <summary>Patterns for SQL's <c>like</c> from what somebody typed: their % and _ mean themselves.</summary>
public static class Like
{
    /// <summary>Anywhere in a column that is kept in small letters; the statement puts it into <c>lower()</c>, because the database has letters that grow smaller than .NET's.</summary>
    public static string Within(string text) => $"%{Escape(Composed.Of(text.Trim()))}%";

    /// <summary>As <see cref="Within"/>, at its beginning.</summary>
    public static string Starting(string text) => Within(text)[1..];

    /// <summary>At the beginning of a column that is kept in capitals.</summary>
    public static string Beginning(string text) => $"{Escape(text.Trim().ToUpperInvariant())}%";

    private static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
