using System.Text.Json;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>An event in CloudEvents JSON format. Extension attributes are accepted too.</summary>
/// <param name="Specversion">Version of CloudEvents: 1.0.</param>
/// <param name="Source">Which part of your application reports it; its events are counted once by source and ID.</param>
/// <param name="Type">Type of the event, such as class.booked.</param>
/// <param name="Subject">Tenant's id, or your application's id for it. Optional with a key for one tenant.</param>
/// <param name="Time">When it happened; now if omitted.</param>
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
