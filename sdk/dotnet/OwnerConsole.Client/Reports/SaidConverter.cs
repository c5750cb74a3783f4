using System.Text.Json;
using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>Serializes a field as its value. Reports are never deserialized.</summary>
internal sealed class SaidConverter : JsonConverter<ISaid>
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(ISaid));

    public override void Write(Utf8JsonWriter writer, ISaid value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Value, options);

    public override ISaid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Reports can't be deserialized.");
}
