using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>Records the heartbeats of the application's processes.</summary>
public sealed class InstanceHeartbeats(Database database)
{
    private const int MaxLength = 200,
        MaxFacts = 50;

    public async Task<HeartbeatResponse> Record(Caller caller, string id, HeartbeatRequest beat, CancellationToken stop)
    {
        if (caller.IsScoped)
            throw Problem.WholePlatform("Heartbeats are reported for the whole platform. A key limited to some tenants can't report them.");
        Text("id", id);
        Text("name", beat.Name);
        Text("version", beat.Version);
        Text("region", beat.Region);
        if (beat.Facts?.Count > MaxFacts)
            throw Problem.Invalid("facts", $"must have at most {MaxFacts} entries.");
        var facts = (beat.Facts ?? new Dictionary<string, JsonElement>(0)).Where(fact => fact.Value.ValueKind is not JsonValueKind.Null).ToDictionary();
        foreach (var (name, fact) in facts)
        {
            Text("facts", name);
            if (fact.ValueKind is JsonValueKind.String)
                Text($"facts.{name}", fact.GetString());
            else if (fact.ValueKind is not (JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False))
                throw Problem.Invalid($"facts.{name}", "must be a string, a number, a boolean or null.");
        }
        database.DiskSpaceGuard.ThrowIfFull();
        await using var work = await database.Write(WriteOrigin.Intake("instance.beat"), [IdGenerator.Platform], stop);
        await InstanceRows.RecordHeartbeat(new(id, caller.Mode ?? Mode.Live, beat.Name, beat.Version, beat.Region, beat.StartedAt, Json.Element(facts)), work);
        await work.Commit();
        return new(id, work.Now);
    }

    private static void Text(string field, string? text)
    {
        if (text is not null && (text.Length is 0 or > MaxLength || text.Any(char.IsControl)))
            throw Problem.Invalid(field, $"must have 1 to {MaxLength} printable characters.");
    }
}

/// <summary>The recorded heartbeat of a process.</summary>
/// <param name="Id">Your ID of the process.</param>
/// <param name="HeartbeatAt">When the heartbeat was received.</param>
public sealed record HeartbeatResponse(string Id, DateTimeOffset HeartbeatAt);
