using System.Text.Json;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>An event in its JSON form, for the API's description; the reader takes further attributes too.</summary>
/// <param name="Subject">the tenant: its id, or the application's own; may be left out with a key for one tenant</param>
/// <param name="Member">the application's own id of the person; may stand in data instead</param>
/// <param name="Data">an object</param>
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
