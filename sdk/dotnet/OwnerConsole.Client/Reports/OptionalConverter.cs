using System.Text.Json;
using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>Serializes a field as its value. Reports are never deserialized.</summary>
internal sealed class OptionalConverter : JsonConverter<IOptional>
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(IOptional));

    public override void Write(Utf8JsonWriter writer, IOptional value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Value, options);

    public override IOptional Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Reports can't be deserialized.");
}
