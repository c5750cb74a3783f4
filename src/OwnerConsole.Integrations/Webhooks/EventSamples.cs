using System.Text.Encodings.Web;
using System.Text.Json;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>A sample message of each event type, recorded from real deliveries. The page of messages in the documentation is generated from the same recording.</summary>
public static class EventSamples
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Lazy<IReadOnlyDictionary<string, JsonElement>> s_samples = new(Load);

    /// <summary>Event types with a sample, in alphabetical order.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. s_samples.Value.Keys.Order(StringComparer.Ordinal)];

    /// <returns>The sample message; null if there is no such event type.</returns>
    public static JsonElement? Find(string type) => s_samples.Value.TryGetValue(type, out var sample) ? sample : null;

    /// <returns>The sample message as indented JSON; null if there is no such event type.</returns>
    public static string? FindText(string type) => Find(type) is { } sample ? JsonSerializer.Serialize(sample, s_indented) : null;

    /// <remarks>Requests for a preview of a task have no sequence, so another sample of the type represents it if there is one.</remarks>
    private static Dictionary<string, JsonElement> Load()
    {
        using var stream = typeof(EventSamples).Assembly.GetManifestResourceStream("Webhooks/Samples/samples.json")!; // embedded in this assembly
        using var samples = JsonDocument.Parse(stream);
        return samples
            .RootElement.EnumerateArray()
            .Select(sample => sample.GetProperty("body").Clone())
            .GroupBy(body => body.GetProperty("type").GetString()!, StringComparer.Ordinal)
            .ToDictionary(
                same => same.Key,
                same => same.OrderBy(body => body.GetProperty("data").TryGetProperty("sequence", out _) ? 0 : 1).First(),
                StringComparer.Ordinal
            );
    }
}
