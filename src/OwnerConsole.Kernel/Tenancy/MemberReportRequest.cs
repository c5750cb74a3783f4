using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Data of a member as reported by the application. Missing fields are unchanged; null clears a field.</summary>
/// <param name="LeftAt">Time when the member left the tenant; null for a current member.</param>
/// <param name="SupportNumber"><c>#U</c> and nine digits. Assigned by the console if the application sends none; unchanged when missing.</param>
public sealed partial record MemberReportRequest(
    string? Name = null,
    string? Email = null,
    string? Role = null,
    string? SupportNumber = null,
    DateTimeOffset? LastSeenAt = null,
    DateTimeOffset? JoinedAt = null,
    DateTimeOffset? LeftAt = null
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
        return Stored(body, report);
    }

    /// <summary>The fields that were sent, with the name in Unicode's composed form.</summary>
    private static JsonElement Stored(JsonElement body, MemberReportRequest report) =>
        report.Name is not { } name || NfcNormalizer.Normalize(name) is not { } composed || composed == name
            ? body
            : Json.Element(
                body.EnumerateObject()
                    .ToDictionary(field => field.Name, field => field.NameEquals("name") ? Json.Element(composed) : field.Value, StringComparer.Ordinal)
            );

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_\-]{0,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RoleKey();

    [GeneratedRegex(@"^#U[0-9]{9}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
