using System.Text.Json.Nodes;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Compares two bodies of an object.</summary>
internal static class ObjectBody
{
    /// <summary>Members that Stripe changes without an event, or that depend on the request.</summary>
    private static readonly string[] s_ignored =
    [
        "hosted_invoice_url",
        "invoice_pdf",
        "webhooks_delivered_at",
        "receipt_url",
        "url",
        "latest_charge",
        "lastResponse",
        "times_redeemed",
        "valid",
        "next_invoice_sequence",
        "plan",
    ];

    /// <summary>Types whose objects are part of others, but change with an event of their own only.</summary>
    private static readonly string[] s_embedded = ["price", "plan", "coupon"];

    /// <returns>Members that differ.</returns>
    public static IEnumerable<(string Name, JsonNode? Ours, JsonNode? Theirs)> Differences(string ours, string theirs)
    {
        var (here, there) = (Read(ours), Read(theirs));
        return here.Select(member => member.Key)
            .Union(there.Select(member => member.Key))
            .Where(name => !s_ignored.Contains(name) && !JsonNode.DeepEquals(here[name], there[name]))
            .Select(name => (name, here[name], there[name]));
    }

    private static JsonObject Read(string body)
    {
        var read = JsonNode.Parse(body)!.AsObject(); // a body is an object
        Shorten(read);
        return read;
    }

    /// <summary>Replaces embedded objects by their ids.</summary>
    private static void Shorten(JsonNode node)
    {
        if (node is JsonObject members)
            foreach (var (name, value) in members.ToList())
                if (IdOfEmbedded(value) is { } id)
                    members[name] = id;
                else if (value is not null)
                    Shorten(value);
        if (node is JsonArray entries)
            for (var at = 0; at < entries.Count; at++)
                if (IdOfEmbedded(entries[at]) is { } id)
                    entries[at] = id;
                else if (entries[at] is { } entry)
                    Shorten(entry);
    }

    private static string? IdOfEmbedded(JsonNode? value) =>
        value is JsonObject embedded && embedded["object"] is JsonValue type && type.TryGetValue<string>(out var name) && s_embedded.Contains(name)
            ? embedded["id"]?.GetValue<string>()
            : null;
}
