using OwnerConsole.Data;
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

    private const string External = "ext:";

    /// <summary>Length of an id of the console: its prefix and 26 letters and digits.</summary>
    private const int ConsoleLength = 30;

    /// <returns>The application's id, without <c>ext:</c>; null if it is blank or a placeholder for a missing value.</returns>
    public static string? Clean(string? sent)
    {
        var id = sent?.StartsWith(External, StringComparison.Ordinal) == true ? sent[External.Length..] : sent;
        return BlankText.IsBlank(id) || s_placeholders.Contains(id!.Trim()) ? null : id;
    }

    /// <summary>Whether it is an id of the console, which an event can't name: a new member would be created for it.</summary>
    public static bool IsOfConsole(string id) => id.Length == ConsoleLength && IdGenerator.IsMember(id);
}
