using System.Text.Json;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>An event in CloudEvents JSON format. Extension attributes are accepted too.</summary>
/// <param name="Subject">Tenant's id, or your application's id for it. Optional with a key for one tenant.</param>
/// <param name="Member">Your application's id for the user. Can be set in data instead.</param>
/// <param name="Data">JSON object with the event's properties.</param>
public sealed record CloudEvent(
    string Specversion,
    string Id,
    string Source,
    string Type,
    string? Subject = null,
    DateTimeOffset? Time = null,
    string? Member = null,
    JsonElement? Data = null
);
