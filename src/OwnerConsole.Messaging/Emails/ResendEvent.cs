using System.Text.Json;
using System.Text.Json.Serialization;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Emails.Transports;

namespace OwnerConsole.Messaging.Emails;

/// <summary>An event as Resend sends it; its other fields are ignored.</summary>
/// <param name="Type">Type of the event, such as email.delivered.</param>
/// <param name="CreatedAt">Time of the event.</param>
/// <param name="Data">The email.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record ResendEvent(string? Type = null, DateTimeOffset? CreatedAt = null, ResendEmailData? Data = null)
{
    /// <returns>Null if the body is not an event.</returns>
    internal static ResendEvent? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<ResendEvent>(body.Span, VendorEvents.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>Null for an event about something else.</returns>
    internal EmailReport? Report(string id) =>
        Data?.Tags?.GetValueOrDefault(ServiceEmail.IdName) is { } email && Kind is { } kind && CreatedAt is { } at
            ? new(email, id, kind, at, Data.Bounce?.Message ?? Data.Failed?.Reason, Data.To is [var only] ? only : null)
            : null;

    private EmailReportKind? Kind =>
        Type switch
        {
            "email.delivered" => EmailReportKind.Delivered,
            "email.delivery_delayed" => EmailReportKind.Delayed,
            "email.bounced" => Data?.Bounce?.Type is "Transient" or "Undetermined" ? EmailReportKind.SoftBounce : EmailReportKind.HardBounce,
            "email.suppressed" => EmailReportKind.HardBounce,
            "email.complained" => EmailReportKind.Complaint,
            "email.failed" => EmailReportKind.Failed,
            _ => null,
        };
}

/// <summary>The email of an event.</summary>
/// <param name="To">Addresses of the recipients.</param>
/// <param name="Tags">Tags that were set when it was sent.</param>
/// <param name="Bounce">Why it bounced.</param>
/// <param name="Failed">Why it failed.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record ResendEmailData(string[]? To = null, Dictionary<string, string>? Tags = null, ResendBounce? Bounce = null, ResendFailure? Failed = null);

/// <summary>Why an email bounced.</summary>
/// <param name="Type">Permanent, Transient or Undetermined.</param>
/// <param name="Message">Text of the recipient's server.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record ResendBounce(string? Type = null, string? Message = null);

/// <summary>Why an email was not sent.</summary>
/// <param name="Reason">Word or sentence of Resend.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record ResendFailure(string? Reason = null);
