using System.Text.Json;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>JSON may escape what no text of the database can hold: a NUL, or half of a surrogate pair. One such event would take the whole batch with it.</summary>
internal static class BadText
{
    /// <param name="raw">the same as it was sent: where nothing is escaped, nothing bad can be</param>
    public static bool Is(JsonElement json, string raw) => raw.Contains("\\u", StringComparison.Ordinal) && Walk(json);

    private static bool Walk(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => IsBad(json.GetString),
            JsonValueKind.Array => json.EnumerateArray().Any(Walk),
            JsonValueKind.Object => json.EnumerateObject().Any(member => IsBad(() => member.Name) || Walk(member.Value)),
            _ => false,
        };

    private static bool IsBad(Func<string?> read)
    {
        try
        {
            return read()!.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return true; // how the reader says that half of a pair is missing
        }
    }
}
