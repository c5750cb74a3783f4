using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>Running processes of the application.</summary>
public static class InstanceRows
{
    /// <param name="InstanceId">The application's own id of the process.</param>
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

    /// <summary>Instances with a heartbeat within a day, latest first.</summary>
    public static Task<IReadOnlyList<Seen>> Alive(Population population, Work work) =>
        work.List<Seen>(
            """
            select instance_id, name, version, region, beat_at from core.instances
             where population = @population and beat_at > now() - interval '1 day'
             order by beat_at desc limit 100
            """,
            new { population }
        );

    public sealed record Seen(string InstanceId, string? Name, string? Version, string? Region, DateTimeOffset BeatAt);
}
