using System.Globalization;
using System.Text.Json;
using OwnerConsole.Pure.Errors;

namespace OwnerConsole.Reliability.Telemetry.Otlp;

/// <summary>Reads members of OTLP in JSON. 64-bit numbers can be strings, and fields with unexpected types are ignored.</summary>
internal static class OtlpJson
{
    public const int MaxDepth = 64;

    public static readonly JsonSerializerOptions Options = new() { MaxDepth = 64 };

    /// <exception cref="FormatException">Not a JSON object, or nested too deeply.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(JsonText.WithoutLoneSurrogates(body), new JsonDocumentOptions { MaxDepth = MaxDepth });
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new FormatException("The body is not a JSON object.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // The latter: text with invalid characters.
        {
            throw new FormatException("The body is not valid JSON.", error);
        }
    }

    public static JsonElement Member(this JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    public static IEnumerable<JsonElement> Items(this JsonElement of, string name) =>
        of.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static string? Text(this JsonElement of, string name) => of.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static long? Integer(this JsonElement of, string name)
    {
        var value = of.Member(name);
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
    }

    /// <returns>Null for missing values, and for those that are not finite.</returns>
    public static double? Number(this JsonElement of, string name)
    {
        var value = of.Member(name);
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
            JsonValueKind.String
                when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
            _ => null,
        };
    }

    /// <param name="name">Time in nanoseconds since 1970.</param>
    /// <returns>Null if it is missing or 0.</returns>
    public static DateTimeOffset? Time(this JsonElement of, string name) =>
        of.Integer(name) is { } nanoseconds and > 0 ? DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100) : null;

    /// <returns>The value of an attribute as text; null if there is none, or if it is a list.</returns>
    public static string? Attribute(this JsonElement of, string key)
    {
        foreach (var attribute in of.Items("attributes"))
            if (attribute.Text("key") == key)
                return Scalar(attribute.Member("value"));
        return null;
    }

    public static string? Scalar(JsonElement value) =>
        value.Text("stringValue")
        ?? value.Integer("intValue")?.ToString(CultureInfo.InvariantCulture)
        ?? value.Number("doubleValue")?.ToString(CultureInfo.InvariantCulture)
        ?? (
            value.Member("boolValue").ValueKind switch
            {
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => null,
            }
        );
}
