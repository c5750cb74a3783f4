using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Attributes in reports of tenants and members.</summary>
public static class ReportedAttributes
{
    /// <summary>Maximum number of attributes in a report.</summary>
    public const int MaxCount = 50;

    /// <summary>Maximum number of attributes that a member has in total.</summary>
    public const int MaxStored = 100;

    /// <summary>Name of their field in reports.</summary>
    internal const string Field = "attributes";

    /// <returns>Attributes as they are stored: 1.50 as 1.5, so that equal numbers are found regardless of notation.</returns>
    internal static JsonElement ToStored(IReadOnlyDictionary<string, JsonElement> attributes) =>
        Json.Element(attributes.ToDictionary(attribute => attribute.Key, attribute => Plain(attribute.Value), StringComparer.Ordinal));

    /// <summary>Reports all invalid attributes at once, because a wrong type usually affects all reports.</summary>
    /// <param name="reports">Fields of reports with their positions in the request; the position of a single report is empty.</param>
    /// <param name="declared">Attributes with a type, by name.</param>
    /// <exception cref="Problem">400: an attribute contradicts its declaration.</exception>
    internal static void Check(IEnumerable<(JsonElement Body, string At)> reports, IReadOnlyDictionary<string, AttributeReport> declared)
    {
        if (declared.Count == 0)
            return;
        var wrong = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (body, at) in reports)
            if (body.TryGetProperty(Field, out var attributes) && attributes.ValueKind is JsonValueKind.Object)
                foreach (var value in attributes.EnumerateObject())
                    if (declared.GetValueOrDefault(value.Name)?.Validate(value.Value) is { } objection)
                        wrong[$"{(at.Length > 0 ? at + "." : "")}{Field}.{value.Name}"] = [objection];
        if (wrong.Count > 0)
            throw new Problem(400, "invalid", $"{wrong.First().Key}: {wrong.First().Value[0]}", wrong);
    }

    private static JsonElement Plain(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetDecimal(out var number) ? Json.Element(PlainNumber.Of(number)) : value;
}
