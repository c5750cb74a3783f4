using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Member id of an event. Some programs send placeholder texts, for which no member is created.</summary>
internal static class EventMemberId
{
    public const int MaxLength = 200;

    private static readonly HashSet<string> s_placeholders = new(
        ["undefined", "null", "none", "nil", "nan", "0", "[object object]"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <returns>The id as sent; null if it is blank or a placeholder for a missing value.</returns>
    public static string? Clean(string? sent) => BlankText.IsBlank(sent) || s_placeholders.Contains(sent!.Trim()) ? null : sent;
}
