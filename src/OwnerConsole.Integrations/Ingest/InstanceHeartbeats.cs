using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>Records the heartbeats of the application's processes.</summary>
public sealed class InstanceHeartbeats(Database database, IEnumerable<IProcessMetrics> metrics)
{
    private const string ServiceFact = "service.name";

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
        if (caller.Mode is not Mode.Test)
            await RecordMetrics(id, facts, work);
        await work.Commit();
        return new(id, work.Now);
    }

    /// <summary>Facts with the name of an OpenTelemetry metric are shown on Health.</summary>
    private async Task RecordMetrics(string id, Dictionary<string, JsonElement> facts, UnitOfWork work)
    {
        var service = facts.GetValueOrDefault(ServiceFact) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, fact) in facts)
            if (fact.ValueKind is JsonValueKind.Number && fact.TryGetDouble(out var number) && double.IsFinite(number))
                numbers[name] = number;
        if (numbers.Count == 0)
            return;
        foreach (var store in metrics) // one at most
            await store.Record(service, id, numbers, work);
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
