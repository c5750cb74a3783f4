using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>Records the heartbeats of the application's processes.</summary>
public sealed class Instances(Database database)
{
    private const int Longest = 200,
        MostFacts = 50;

    public async Task<Beaten> Beat(Caller caller, string id, Heartbeat beat, CancellationToken stop)
    {
        if (caller.IsBound)
            throw new Problem(403, "whole_platform", "Heartbeats are reported for the whole platform. A key limited to some tenants can't report them.");
        Text("id", id);
        Text("name", beat.Name);
        Text("version", beat.Version);
        Text("region", beat.Region);
        if (beat.Facts?.Count > MostFacts)
            throw Problem.Invalid("facts", $"must have at most {MostFacts} entries.");
        database.Fullness.Demand();
        await using var work = await database.Write(Door.Intake("instance.beat"), [IdSource.Platform], stop);
        await InstanceRows.Beat(
            new(
                id,
                caller.Population ?? Population.Live,
                beat.Name,
                beat.Version,
                beat.Region,
                beat.StartedAt,
                Json.Element(beat.Facts ?? new Dictionary<string, System.Text.Json.JsonElement>(0))
            ),
            work
        );
        await work.Commit();
        return new(id, work.Now);
    }

    private static void Text(string field, string? text)
    {
        if (text is not null && (text.Length is 0 or > Longest || text.Any(char.IsControl)))
            throw Problem.Invalid(field, $"must have 1 to {Longest} printable characters.");
    }
}

/// <summary>The recorded heartbeat of a process.</summary>
public sealed record Beaten(string Id, DateTimeOffset BeatAt);
