using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FakeStripe.State;

/// <summary>Typed access to JSON objects. Form fields are strings, so numbers and flags are also read from text.</summary>
internal static class Json
{
    /// <returns>Null for an absent field, for null and for empty text, with which forms unset a field.</returns>
    public static string? Text(this JsonObject from, string name) =>
        from[name] is JsonValue value && value.GetValueKind() != JsonValueKind.Null && value.ToString() is { Length: > 0 } text ? text : null;

    public static long? Number(this JsonObject from, string name) =>
        from.Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw StripeError.Invalid($"Invalid integer: {text}", name, "parameter_invalid_integer");

    public static decimal? Decimal(this JsonObject from, string name) =>
        from.Text(name) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number
        : throw StripeError.Invalid($"Invalid decimal: {text}", name, "parameter_invalid_decimal");

    public static bool Flag(this JsonObject from, string name) => string.Equals(from.Text(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <returns>An empty object if the field is absent.</returns>
    public static JsonObject Object(this JsonObject from, string name) => from[name] as JsonObject ?? [];

    /// <returns>The objects of an array field or of a Stripe list; empty if the field is absent.</returns>
    public static IReadOnlyList<JsonObject> Objects(this JsonObject from, string name) =>
        from[name] switch
        {
            JsonArray array => [.. array.OfType<JsonObject>()],
            JsonObject list when list["data"] is JsonArray data => [.. data.OfType<JsonObject>()],
            _ => [],
        };

    public static IReadOnlyList<string> Texts(this JsonObject from, string name) =>
        from[name] is JsonArray array ? [.. array.Select(node => node?.ToString() ?? "")] : [];

    /// <param name="path">Field names separated by dots.</param>
    public static string? At(this JsonObject from, string path)
    {
        var (at, names) = (from, path.Split('.'));
        foreach (var name in names[..^1])
            if (at[name] is JsonObject inner)
                at = inner;
            else
                return null;
        return at.Text(names[^1]);
    }

    public static JsonObject Copy(this JsonObject from) => from.DeepClone().AsObject();

    public static JsonArray Array(IEnumerable<JsonNode?> nodes) => new([.. nodes]);

    public static JsonObject List(string url, IEnumerable<JsonObject> data, bool hasMore = false) =>
        new()
        {
            ["object"] = "list",
            ["data"] = Array(data),
            ["has_more"] = hasMore,
            ["url"] = url,
        };
}
