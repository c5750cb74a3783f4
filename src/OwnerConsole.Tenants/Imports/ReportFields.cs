using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Fields of a report by name. Each attribute is a separate field, such as <c>attributes.industry</c>, so that conflicts are decided one by one.</summary>
internal static class ReportFields
{
    private const string Attributes = "attributes";

    public static IEnumerable<KeyValuePair<string, JsonElement>> List(JsonElement report)
    {
        foreach (var field in report.EnumerateObject())
            if (field.NameEquals(Attributes) && field.Value.ValueKind is JsonValueKind.Object)
                foreach (var attribute in field.Value.EnumerateObject())
                    yield return new(ImportFields.AttributePrefix + attribute.Name, attribute.Value);
            else
                yield return new(field.Name, field.Value);
    }

    /// <returns>Null if the field is missing or null.</returns>
    public static JsonElement? Find(JsonElement report, string name) =>
        ImportFields.AttributeOf(name) is { } attribute ? Json.Find(Json.Find(report, Attributes), attribute) : Json.Find(report, name);

    public static int Count(JsonElement report) => List(report).Count();

    /// <returns>The report with these fields.</returns>
    public static JsonElement ToReport(IReadOnlyDictionary<string, JsonElement?> fields)
    {
        var report = new Dictionary<string, object?>(StringComparer.Ordinal);
        var attributes = new Dictionary<string, JsonElement?>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            if (ImportFields.AttributeOf(name) is { } attribute)
                attributes[attribute] = value;
            else
                report[name] = value;
        if (attributes.Count > 0)
            report[Attributes] = attributes;
        return Json.Element(report);
    }
}
