namespace OwnerConsole.Kernel.Data;

/// <summary>Patterns for SQL's <c>like</c> from what somebody typed: their % and _ mean themselves.</summary>
public static class Like
{
    /// <summary>Anywhere in a column that is kept in small letters.</summary>
    public static string Within(string text) => $"%{Escape(text.Trim().Normalize().ToLowerInvariant())}%";

    /// <summary>At the beginning of a column that is kept in capitals.</summary>
    public static string Beginning(string text) => $"{Escape(text.Trim().ToUpperInvariant())}%";

    private static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
