using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace OwnerConsole.Client;

/// <summary>JSON as the console speaks it: snake_case, and what was not said is left out.</summary>
internal static class ConsoleJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new SaidConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutUnsaid } },
    };

    /// <returns>an object as it is sent</returns>
    public static JsonNode Node(object body) => JsonSerializer.SerializeToNode(body, body.GetType(), Options)!;

    private static void LeaveOutUnsaid(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.PropertyType.IsAssignableTo(typeof(ISaid))))
            property.ShouldSerialize = (_, value) => value is ISaid { IsSaid: true };
    }
}
