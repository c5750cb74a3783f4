using System.Text;
using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>A test request to an endpoint, as accepted by the API.</summary>
/// <param name="EventType">Event type whose sample is sent, such as tenant.suspended. Omit it to send your own payload.</param>
/// <param name="Payload">Payload to send, at most 256 KB. It is signed and sent exactly as written.</param>
public sealed record TestRequest(string? EventType = null, JsonElement? Payload = null)
{
    /// <summary>Maximum size of a payload in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <returns>The payload of the request, or the sample of its event type.</returns>
    /// <exception cref="Problem">400 when both or none are given, or the type is unknown.</exception>
    public string ReadPayload() =>
        (EventType, Payload) switch
        {
            ({ } type, null) => EventSamples.FindText(type)
                ?? throw Problem.Invalid("event_type", "is no event type. GET /api/v1/event-types lists all event types."),
            (null, { } payload) => payload.GetRawText(),
            _ => throw Problem.Invalid("body", "must contain either event_type, to send its sample, or payload."),
        };

    /// <returns>The bytes to sign and send.</returns>
    /// <exception cref="Problem">400 when the text isn't JSON, 413 when it is too large.</exception>
    public static byte[] ReadBytes(string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        if (bytes.Length > MaxBytes)
            throw new Problem(413, "too_large", $"The payload has {(bytes.Length + 1023) / 1024} KB. At most {MaxBytes / 1024} KB can be sent.");
        try
        {
            using var document = JsonDocument.Parse(bytes);
        }
        catch (JsonException error)
        {
            throw new Problem(
                400,
                "bad_json",
                $"The payload is not valid JSON: line {(error.LineNumber ?? 0) + 1}, byte {(error.BytePositionInLine ?? 0) + 1}."
            );
        }
        return bytes;
    }
}
