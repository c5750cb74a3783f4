using System.Text.Json.Nodes;
using Google.Protobuf;

namespace OwnerConsole.Reliability.Telemetry.Otlp;

/// <summary>Answers to OTLP requests, in the format of the request.</summary>
/// <remarks>Source: the specification of OTLP in open-telemetry/opentelemetry-proto. Exporters don't repeat requests that were accepted in part.</remarks>
public static class OtlpAnswer
{
    private const int InvalidArgument = 3;

    /// <param name="rejected">Number of items that are not stored.</param>
    /// <param name="message">Why they are not stored.</param>
    /// <returns>Empty if all items are stored.</returns>
    public static byte[] Proto(int rejected, string message) =>
        rejected == 0 ? [] : Write(output => WriteMessage(output, 1, inner => WriteNumberAndText(inner, rejected, message)));

    /// <inheritdoc cref="Proto"/>
    /// <param name="name">Name of that number in JSON, such as rejectedSpans.</param>
    public static JsonObject Json(int rejected, string name, string message) =>
        rejected == 0
            ? new JsonObject()
            : new JsonObject
            {
                ["partialSuccess"] = new JsonObject
                {
                    [name] = rejected.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    ["errorMessage"] = message,
                },
            };

    /// <returns>A google.rpc.Status.</returns>
    public static byte[] ProtoError(string message) => Write(output => WriteNumberAndText(output, InvalidArgument, message));

    /// <inheritdoc cref="ProtoError"/>
    public static JsonObject JsonError(string message) => new() { ["code"] = InvalidArgument, ["message"] = message };

    private static void WriteNumberAndText(CodedOutputStream output, int number, string text)
    {
        output.WriteTag(1, WireFormat.WireType.Varint);
        output.WriteInt64(number);
        output.WriteTag(2, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    private static void WriteMessage(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Write(write)));
    }

    private static byte[] Write(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
            write(output);
        return stream.ToArray();
    }
}
