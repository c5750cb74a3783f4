using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace OwnerConsole.Client;

/// <summary>JSON format of the console: snake_case, with unset values omitted.</summary>
internal static class ConsoleJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new OptionalConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OmitUnset } },
    };

    /// <returns>The serialized object.</returns>
    public static JsonNode Node(object body) => JsonSerializer.SerializeToNode(body, body.GetType(), Options)!;

    private static void OmitUnset(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.PropertyType.IsAssignableTo(typeof(IOptional))))
            property.ShouldSerialize = (_, value) => value is IOptional { IsSet: true };
    }
}
