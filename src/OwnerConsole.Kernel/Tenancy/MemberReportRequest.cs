using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Data of a member as reported by the application. Missing fields are unchanged; null clears a field.</summary>
/// <param name="LeftAt">Time when the member left the tenant; null for a current member.</param>
/// <param name="SupportNumber"><c>#U</c> and nine digits. Assigned by the console if the application sends none; unchanged when missing.</param>
/// <param name="Language">BCP 47 language tag, such as de or pt-BR: the language of messages to the member.</param>
/// <param name="TimeZone">IANA time zone, such as Europe/Zurich. Null means that of the tenant.</param>
/// <param name="Phone">Phone number in E.164 format, such as +41441234567.</param>
/// <param name="Attributes">Custom attributes by name: strings, numbers or booleans. Attributes that are not named are unchanged; null removes one.</param>
/// <param name="DeviceId">ID of the device or installation that the member uses, 8 to 200 characters, stored as a hash to find duplicates. Null changes nothing.</param>
public sealed partial record MemberReportRequest(
    string? Name = null,
    string? Email = null,
    string? Role = null,
    string? SupportNumber = null,
    DateTimeOffset? LastSeenAt = null,
    DateTimeOffset? JoinedAt = null,
    DateTimeOffset? LeftAt = null,
    string? Language = null,
    string? TimeZone = null,
    string? Phone = null,
    IReadOnlyDictionary<string, JsonElement>? Attributes = null,
    string? DeviceId = null
)
{
    /// <inheritdoc cref="TenantReportRequest.Read"/>
    public static JsonElement Read(JsonElement body, string at)
    {
        var report = Json.Read<MemberReportRequest>(body, at);
        var check = new ReportValidator(at);
        if (report.Name is not null)
            check.Text("name", report.Name, 1, 200);
        check.Email("email", report.Email);
        check.Match("role", report.Role, RoleKey(), "must be 1 to 64 lowercase letters, digits, dashes or underscores.");
        check.Match("support_number", report.SupportNumber, Number(), "must be #U followed by nine digits.");
        check.Moment("last_seen_at", report.LastSeenAt);
        check.Moment("joined_at", report.JoinedAt);
        check.Moment("left_at", report.LeftAt);
        check.Match("language", report.Language, LanguageTag.Form, "must be a BCP 47 language tag, such as de or pt-BR.");
        check.Zone("time_zone", report.TimeZone);
        check.Match("phone", report.Phone, PhoneNumber(), "must be + followed by country code and number without spaces, such as +41441234567 (E.164).");
        check.Attributes(report.Attributes, reserved: []);
        check.Text(MemberReportDetails.DeviceField, report.DeviceId, 8, 200);
        return Stored(body, report);
    }

    /// <summary>The fields that were sent, with the name in Unicode's composed form and plain numbers in attributes.</summary>
    private static JsonElement Stored(JsonElement body, MemberReportRequest report)
    {
        var composed = report.Name is { } name ? NfcNormalizer.Normalize(name) : null;
        return composed == report.Name && report.Attributes is null
            ? body
            : Json.Element(
                body.EnumerateObject()
                    .ToDictionary(
                        field => field.Name,
                        field =>
                            field.NameEquals("name") ? Json.Element(composed)
                            : field.NameEquals(ReportedAttributes.Field) && report.Attributes is { } attributes ? ReportedAttributes.ToStored(attributes)
                            : field.Value,
                        StringComparer.Ordinal
                    )
            );
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_\-]{0,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RoleKey();

    [GeneratedRegex(@"^#U[0-9]{9}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PhoneNumber();
}
