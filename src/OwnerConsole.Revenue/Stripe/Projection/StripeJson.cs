using System.Globalization;
using System.Text.Json;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Reads members of Stripe's objects. A member that is missing, null or of another kind is null, because versions and accounts differ in what they send.</summary>
internal static class StripeJson
{
    private static readonly DateTimeOffset s_end = DateTimeOffset.MaxValue;

    /// <param name="path">Names of nested members.</param>
    /// <returns>Null if it is missing or null.</returns>
    public static JsonElement? Member(this JsonElement body, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (body.ValueKind is not JsonValueKind.Object || !body.TryGetProperty(name, out body))
                return null;
        return body.ValueKind is JsonValueKind.Null ? null : body;
    }

    public static string? Text(this JsonElement body, params ReadOnlySpan<string> path) =>
        body.Member(path) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    /// <returns>The id of a reference, which is expanded or not.</returns>
    public static string? Reference(this JsonElement body, params ReadOnlySpan<string> path) =>
        body.Member(path) is { ValueKind: JsonValueKind.Object } expanded ? expanded.Text("id") : body.Text(path);

    public static long? Whole(this JsonElement body, params ReadOnlySpan<string> path) =>
        body.Member(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    /// <summary>A number; Stripe writes numbers with decimals as text.</summary>
    public static decimal? Decimal(this JsonElement body, params ReadOnlySpan<string> path) =>
        body.Member(path) switch
        {
            { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out var value) => value,
            { ValueKind: JsonValueKind.String } text when decimal.TryParse(text.GetString(), CultureInfo.InvariantCulture, out var value) => value,
            _ => null,
        };

    public static bool Flag(this JsonElement body, params ReadOnlySpan<string> path) => body.Member(path) is { ValueKind: JsonValueKind.True };

    /// <summary>A time, which Stripe writes in seconds since 1970.</summary>
    public static DateTimeOffset? Time(this JsonElement body, params ReadOnlySpan<string> path) =>
        body.Whole(path) is { } seconds and >= 0 && seconds < s_end.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <returns>The objects of an array, or of the list that contains it; empty if there is none.</returns>
    public static IReadOnlyList<JsonElement> Objects(this JsonElement body, params ReadOnlySpan<string> path) =>
        (body.Member(path) is { ValueKind: JsonValueKind.Object } list ? list.Member("data") : body.Member(path)) is { ValueKind: JsonValueKind.Array } array
            ? [.. array.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Object)]
            : [];

    /// <summary>A currency in capital letters, as the console writes it.</summary>
    public static string? Currency(this JsonElement body) => body.Text("currency")?.ToUpperInvariant();
}
