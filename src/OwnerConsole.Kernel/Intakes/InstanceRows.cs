using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>Processes of the application.</summary>
public static class InstanceRows
{
    /// <param name="InstanceId">the application's own</param>
    public sealed record Sign(
        string InstanceId,
        Population Population,
        string? Name,
        string? Version,
        string? Region,
        DateTimeOffset? StartedAt,
        JsonElement Facts
    );

    public static Task Beat(Sign sign, Work work) =>
        work.Do(
            """
            insert into core.instances as i (instance_id, population, name, version, region, started_at, beat_at, facts)
            values (@InstanceId, @Population, @Name, @Version, @Region, @StartedAt, now(), @Facts)
            on conflict (tenant_id, population, instance_id) do update
               set name = coalesce(excluded.name, i.name), version = coalesce(excluded.version, i.version), region = coalesce(excluded.region, i.region),
                   started_at = coalesce(excluded.started_at, i.started_at), beat_at = excluded.beat_at, facts = excluded.facts
            """,
            sign
        );
}
