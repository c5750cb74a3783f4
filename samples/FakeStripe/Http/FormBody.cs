using System.Globalization;
using System.Text.Json.Nodes;

namespace FakeStripe.Http;

/// <summary>Reads form-encoded parameters with brackets: <c>items[0][price]=x</c>, <c>metadata[k]=v</c>, <c>expand[]=y</c>.</summary>
internal static class FormBody
{
    /// <param name="texts">Query and body, each form-encoded.</param>
    public static JsonObject Read(params ReadOnlySpan<string> texts)
    {
        var form = new JsonObject();
        foreach (var text in texts)
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            Set(form, Keys(Decode(name)), Decode(value));
        }
        return Arrays(form, isMetadata: false).AsObject();
    }

    private static void Set(JsonObject form, string[] keys, string value)
    {
        var at = form;
        foreach (var key in keys[..^1])
        {
            var name = Named(at, key);
            if (at[name] is not JsonObject inner)
                at[name] = inner = [];
            at = inner;
        }
        at[Named(at, keys[^1])] = value;
    }

    /// <summary>An empty key appends.</summary>
    private static string Named(JsonObject at, string key) => key.Length > 0 ? key : at.Count.ToString(CultureInfo.InvariantCulture);

    private static string[] Keys(string name)
    {
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? [name] : [name[..bracket], .. name[(bracket + 1)..].TrimEnd(']').Split("][")];
    }

    /// <summary>Objects whose keys are all numbers are arrays, except metadata.</summary>
    private static JsonNode Arrays(JsonNode node, bool isMetadata)
    {
        if (node is not JsonObject read)
            return node.DeepClone();
        if (!isMetadata && read.Count > 0 && read.All(field => field.Key.All(char.IsAsciiDigit)))
            return new JsonArray([.. read.Select(field => Arrays(field.Value!, isMetadata: false))]);
        return new JsonObject(read.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)Arrays(field.Value!, field.Key == "metadata"))));
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
