using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Kernel.Applications;

/// <summary>What an application says of something inside one of its tenants. A field that is absent stays as it is.</summary>
/// <param name="Title">as people call it; null empties it</param>
/// <param name="Ended">nothing is done to it any more; false when it goes on</param>
public sealed record SubjectReport(string? Title = null, bool? Ended = null)
{
    /// <inheritdoc cref="TenantReport.Read"/>
    public static JsonElement Read(JsonElement body, string at)
    {
        var report = Json.Read<SubjectReport>(body, at);
        new Check(at).Text("title", report.Title, 1, 200);
        return body;
    }
}
