using System.Text.Json.Nodes;
using FakeStripe.State;

namespace FakeStripe.Http;

/// <summary>Shortens the lists inside objects, as Stripe does; the rest has its own address.</summary>
internal static class NestedLists
{
    private const int MaxItems = 20,
        MaxLines = 10;

    /// <param name="answer">A copy that is changed; the stored resources stay untouched.</param>
    public static void Shorten(JsonNode? answer)
    {
        if (answer is JsonArray array)
            foreach (var entry in array)
                Shorten(entry);
        if (answer is not JsonObject resource)
            return;
        if (resource["object"]?.ToString() == "subscription")
            Shorten(resource, "items", MaxItems);
        if (resource["object"]?.ToString() == "invoice")
            Shorten(resource, "lines", MaxLines);
        foreach (var (_, member) in resource)
            Shorten(member);
    }

    private static void Shorten(JsonObject resource, string name, int most)
    {
        if (resource.Objects(name) is not { } entries || entries.Count <= most)
            return;
        var list = resource[name]!.AsObject(); // it has entries
        var data = list["data"]!.AsArray();
        while (data.Count > most)
            data.RemoveAt(data.Count - 1);
        list["has_more"] = true;
    }
}
