using System.Text.Json;
using System.Text.Json.Serialization;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Data;

/// <summary>Reads times independently of the server's time zone: a timestamp needs its offset, and a date starts at midnight UTC.</summary>
/// <param name="isStored">Whether the console stored the text. Earlier releases accepted timestamps without an offset, which are read as UTC.</param>
internal sealed class TimestampConverter(bool isStored) : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String || !reader.TryGetDateTimeOffset(out var at))
            throw Unreadable();
        var text = reader.GetString()!;
        return TimestampText.HasOffset(text) ? at
            : !isStored && text.Contains('T', StringComparison.Ordinal) ? throw Unreadable()
            : new DateTimeOffset(at.DateTime, TimeSpan.Zero);
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <summary><see cref="Json.Explain"/> recognises the text, and describes what is allowed.</summary>
    private static JsonException Unreadable() => new("The value could not be converted to an instant.");
}
