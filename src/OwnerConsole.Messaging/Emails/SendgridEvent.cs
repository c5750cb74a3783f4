using System.Text.Json;
using System.Text.Json.Serialization;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails;

/// <summary>An event as SendGrid sends it; its other fields are ignored.</summary>
/// <param name="Event">Kind of the event, such as delivered.</param>
/// <param name="SgEventId">Id of the event.</param>
/// <param name="EmailId">Id that was set when the email was sent.</param>
/// <param name="Email">Address of the recipient.</param>
/// <param name="Timestamp">Seconds since 1970.</param>
/// <param name="Type">bounce or blocked, for a bounce.</param>
/// <param name="Reason">Reason of a bounce or a dropped email.</param>
/// <param name="Response">Text of the recipient's server.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record SendgridEvent(
    string? Event = null,
    string? SgEventId = null,
    string? EmailId = null,
    string? Email = null,
    long? Timestamp = null,
    string? Type = null,
    string? Reason = null,
    string? Response = null
)
{
    private static readonly long s_maxTimestamp = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Reads each event alone, because the emails of other applications with the same account can carry fields of other types.</summary>
    /// <returns>The events that can be read; empty if the body is not a list.</returns>
    internal static IReadOnlyList<SendgridEvent> Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return [.. (JsonSerializer.Deserialize<JsonElement[]>(body.Span) ?? []).Select(Read).OfType<SendgridEvent>()];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static SendgridEvent? Read(JsonElement element)
    {
        try
        {
            return element.Deserialize<SendgridEvent>(VendorEvents.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>Null for an event about something else.</returns>
    internal EmailReport? Report() =>
        EmailId is not null
        && SgEventId is { Length: > 0 and <= VendorEvents.MaxIdLength } id
        && Kind is { } kind
        && Timestamp is { } seconds and >= 0
        && seconds <= s_maxTimestamp
            ? new(EmailId, id, kind, DateTimeOffset.FromUnixTimeSeconds(seconds), Reason ?? Response, Email)
            : null;

    /// <summary>SendGrid calls a bounce blocked if the address itself is not at fault, and drops emails to addresses that have bounced or complained before.</summary>
    private EmailReportKind? Kind =>
        (Event, Type, Reason) switch
        {
            ("delivered", _, _) => EmailReportKind.Delivered,
            ("deferred", _, _) => EmailReportKind.Delayed,
            ("bounce", "blocked", _) => EmailReportKind.SoftBounce,
            ("bounce", _, _) or ("dropped", _, "Bounced Address") => EmailReportKind.HardBounce,
            ("spamreport", _, _) or ("dropped", _, "Spam Reporting Address") => EmailReportKind.Complaint,
            ("dropped", _, _) => EmailReportKind.Failed,
            _ => null,
        };
}

/// <summary>How events of services are read.</summary>
internal static class VendorEvents
{
    /// <summary>Longer ids are ignored, as no service uses them.</summary>
    public const int MaxIdLength = 200;

    public static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
