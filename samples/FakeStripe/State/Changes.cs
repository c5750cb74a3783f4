using System.Text.Json.Nodes;

namespace FakeStripe.State;

/// <summary>Compares two states of a resource.</summary>
internal static class Changes
{
    /// <returns>Old values of the changed fields, as <c>previous_attributes</c> of an event: partial in nested objects, whole for lists.</returns>
    public static JsonObject Between(JsonObject before, JsonObject after)
    {
        var previous = new JsonObject();
        foreach (var name in before.Select(field => field.Key).Union(after.Select(field => field.Key)))
        {
            var (old, now) = (before[name], after[name]);
            if (JsonNode.DeepEquals(old, now))
                continue;
            previous[name] = old is JsonObject inner && now is JsonObject current && inner["data"] is null ? Between(inner, current) : old?.DeepClone();
        }
        return previous;
    }
}
