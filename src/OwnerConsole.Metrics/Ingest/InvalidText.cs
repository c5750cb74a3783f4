using System.Text.Json;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Detects JSON escapes that a database text can't store: NUL or an unpaired surrogate. One such event would fail its whole batch.</summary>
internal static class InvalidText
{
    /// <param name="raw">The JSON as sent; without escapes it can't contain invalid characters.</param>
    public static bool IsInvalid(JsonElement json, string raw) => raw.Contains("\\u", StringComparison.Ordinal) && Walk(json);

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
            return true; // The reader throws this for an unpaired surrogate.
        }
    }
}
