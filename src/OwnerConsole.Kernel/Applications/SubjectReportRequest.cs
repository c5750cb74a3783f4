using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Data of an application object as reported by the application. Missing fields are unchanged.</summary>
/// <param name="Title">Display name; null clears it.</param>
/// <param name="Ended">True when no more operations can be applied to it; false to reopen it.</param>
public sealed record SubjectReportRequest(string? Title = null, bool? Ended = null)
{
    /// <inheritdoc cref="TenantReportRequest.Read"/>
    public static JsonElement Read(JsonElement body, string at)
    {
        var report = Json.Read<SubjectReportRequest>(body, at);
        new ReportValidator(at).Text("title", report.Title, 1, 200);
        return body;
    }
}
