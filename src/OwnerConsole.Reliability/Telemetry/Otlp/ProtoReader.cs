using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;

namespace OwnerConsole.Reliability.Telemetry.Otlp;

/// <summary>Converts a protobuf request to the JSON that OTLP defines for it, so that both formats are read by the same code.</summary>
public static class ProtoReader
{
    private const int MaxDepth = 24;

    /// <summary>Maximum number of messages in a request, because even an empty one takes memory.</summary>
    private const int MaxMessages = 250_000;

    /// <exception cref="FormatException">Not a message of this kind, or nested too deeply.</exception>
    public static JsonElement Read(ReadOnlyMemory<byte> body, ProtoMessage message)
    {
        try
        {
            using var input = new CodedInputStream(body.ToArray());
            var left = MaxMessages;
            return JsonSerializer.SerializeToElement(Read(input, body.Length, message, 0, ref left), OtlpJson.Options);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new FormatException("The body is not a valid protobuf message.", error);
        }
    }

    /// <param name="end">Position after the message.</param>
    private static JsonObject Read(CodedInputStream input, long end, ProtoMessage message, int depth, ref int left)
    {
        if (depth > MaxDepth)
            throw new FormatException("The message is nested too deeply.");
        if (left-- == 0)
            throw new FormatException($"A request can have at most {MaxMessages} messages.");
        var read = new JsonObject();
        while (input.Position < end)
        {
            var tag = input.ReadTag();
            if (tag == 0)
                break; // the end of the body
            var (field, type) = (message[WireFormat.GetTagFieldNumber(tag)], WireFormat.GetTagWireType(tag));
            if (field is null || type != TypeOf(field.Kind))
            {
                input.SkipLastField(); // Also packed numbers, which no field that is read has.
                continue;
            }
            JsonNode value = field.Message is null ? Value(input, field.Kind) : Nested(input, field.Message, depth, ref left);
            if (!field.IsRepeated)
                read[field.Name] = value;
            else if (read[field.Name] is JsonArray list)
                list.Add(value);
            else
                read[field.Name] = new JsonArray(value);
        }
        return input.Position == end ? read : throw new FormatException("The length of a message is wrong.");
    }

    private static JsonObject Nested(CodedInputStream input, ProtoMessage message, int depth, ref int left)
    {
        var length = input.ReadLength();
        return length < 0 ? throw new FormatException("A message has a negative length.") : Read(input, input.Position + length, message, depth + 1, ref left);
    }

    private static JsonValue Value(CodedInputStream input, ProtoKind kind) =>
        kind switch
        {
            ProtoKind.Text => JsonValue.Create(input.ReadString()),
            ProtoKind.Hex => JsonValue.Create(Convert.ToHexStringLower(input.ReadBytes().Span)),
            ProtoKind.Base64 => JsonValue.Create(input.ReadBytes().ToBase64()),
            ProtoKind.Bool => JsonValue.Create(input.ReadBool()),
            ProtoKind.Integer => JsonValue.Create(input.ReadInt64()),
            ProtoKind.Fixed64 => JsonValue.Create(input.ReadFixed64()),
            ProtoKind.SignedFixed64 => JsonValue.Create(input.ReadSFixed64()),
            ProtoKind.Double => Number(input.ReadDouble()),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    /// <summary>JSON has no number for values such as NaN.</summary>
    private static JsonValue Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create("NaN");

    private static WireFormat.WireType TypeOf(ProtoKind kind) =>
        kind switch
        {
            ProtoKind.Bool or ProtoKind.Integer => WireFormat.WireType.Varint,
            ProtoKind.Fixed64 or ProtoKind.SignedFixed64 or ProtoKind.Double => WireFormat.WireType.Fixed64,
            _ => WireFormat.WireType.LengthDelimited,
        };
}
