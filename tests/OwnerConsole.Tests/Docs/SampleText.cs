using System.Text.Json;
using System.Text.RegularExpressions;

namespace OwnerConsole.Tests.Docs;

/// <summary>A recorded message as text, without the values that differ between recordings.</summary>
internal static partial class SampleText
{
    public static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Normalize(JsonElement body)
    {
        var text = JsonSerializer.Serialize(body, Indented);
        text = Id().Replace(text, "${prefix}_01kahq0zvzfbk8gfhn1h4b3v0a");
        text = Token().Replace(text, "\"token\": \"oct_…\"");
        text = Instant().Replace(text, "\"2026-11-20T10:00:00Z\"");
        return Sequence().Replace(text, "\"sequence\": 4711");
    }

    [GeneratedRegex(@"\b(?<prefix>[a-z]{2,3})_([0-9a-z]{26}|1\w+)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("\"token\": \"[^\"]+\"", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("\"\\d{4}-\\d\\d-\\d\\dT[^\"]+\"", RegexOptions.None, 1000)]
    private static partial Regex Instant();

    [GeneratedRegex("\"sequence\": \\d+", RegexOptions.None, 1000)]
    private static partial Regex Sequence();
}
