using System.Globalization;
using System.Text.Json;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Compares reports with the current values of their tenants and members.</summary>
internal static class FieldChanges
{
    /// <summary>Fields of a report that differ from the current values.</summary>
    public static IEnumerable<KeyValuePair<string, JsonElement>> Differences(JsonElement body, JsonElement current) =>
        ReportFields.List(body).Where(field => !AreEqual(field.Key, field.Value, ReportFields.Find(current, field.Key)));

    /// <returns>What a report does to a tenant or member that exists.</returns>
    public static ImportAction Classify(JsonElement body, JsonElement current)
    {
        var action = ImportAction.Unchanged;
        foreach (var field in Differences(body, current))
        {
            if (ReportFields.Find(current, field.Key) is not null)
                return ImportAction.Conflict;
            action = ImportAction.Update;
        }
        return action;
    }

    /// <returns>The fields to write under a policy, and their current values without empty ones.</returns>
    public static (JsonElement Written, JsonElement Before) Choose(JsonElement body, JsonElement current, ConflictPolicy policy)
    {
        var (written, before) = (new Dictionary<string, JsonElement?>(StringComparer.Ordinal), new Dictionary<string, JsonElement?>(StringComparer.Ordinal));
        if (policy is not ConflictPolicy.KeepOurs)
            foreach (var field in Differences(body, current))
            {
                var now = ReportFields.Find(current, field.Key);
                if (now is not null && policy is ConflictPolicy.Merge)
                    continue;
                written[field.Key] = field.Value;
                if (now is { } replaced)
                    before[field.Key] = replaced;
            }
        return (ReportFields.ToReport(written), ReportFields.ToReport(before));
    }

    /// <summary>The report that undoes a change: the values before, of the fields that still have the value that the import wrote.</summary>
    public static JsonElement Restore(JsonElement written, JsonElement before, JsonElement current)
    {
        var restored = new Dictionary<string, JsonElement?>(StringComparer.Ordinal);
        foreach (var field in ReportFields.List(written))
            if (AreEqual(field.Key, field.Value, ReportFields.Find(current, field.Key)))
                restored[field.Key] = ReportFields.Find(before, field.Key);
        return ReportFields.ToReport(restored);
    }

    /// <summary>Times are equal whatever their notation. Plans are equal if the same ones have the same quantities, because a file has no prices.</summary>
    private static bool AreEqual(string field, JsonElement reported, JsonElement? current) =>
        current is not { } now ? reported.ValueKind is JsonValueKind.Null
        : ImportFields.AttributeOf(field) is not null ? JsonElement.DeepEquals(reported, now)
        : field.EndsWith("_at", StringComparison.Ordinal) ? Time(reported) == Time(now)
        : field == "plan_items" ? Plans(reported).SequenceEqual(Plans(now))
        : JsonElement.DeepEquals(reported, now);

    private static DateTimeOffset? Time(JsonElement value) =>
        value.ValueKind is JsonValueKind.String
        && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    private static IEnumerable<(string? Plan, int Quantity)> Plans(JsonElement items) =>
        items.ValueKind is JsonValueKind.Array
            ? items
                .EnumerateArray()
                .Select(item => (item.GetProperty("plan").GetString(), item.TryGetProperty("quantity", out var quantity) ? quantity.GetInt32() : 1))
                .OrderBy(item => item.Item1, StringComparer.Ordinal)
            : [];
}
