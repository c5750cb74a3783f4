using System.Text.Json.Nodes;

namespace FakeStripe.State;

/// <summary>Templates of all resources: every field that Stripe's schema requires or that can be null, from Stripe's fixtures.</summary>
internal static class Shapes
{
    private static readonly JsonObject s_shapes = Read();

    public static JsonObject Of(string type) => s_shapes[type]!.AsObject().Copy();

    private static JsonObject Read()
    {
        using var file = typeof(Shapes).Assembly.GetManifestResourceStream("shapes.json")!;
        return JsonNode.Parse(file)!.AsObject();
    }
}
