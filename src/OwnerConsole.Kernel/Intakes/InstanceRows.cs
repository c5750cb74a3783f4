using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>Running processes of the application.</summary>
public static class InstanceRows
{
    /// <param name="InstanceId">The application's own id of the process.</param>
    public sealed record InstanceHeartbeat(
        string InstanceId,
        Population Population,
        string? Name,
        string? Version,
        string? Region,
        DateTimeOffset? StartedAt,
        JsonElement Facts
    );

    public static Task RecordHeartbeat(InstanceHeartbeat sign, UnitOfWork work) =>
        work.Execute(
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
    public static Task<IReadOnlyList<InstanceRow>> ListAlive(Population population, UnitOfWork work) =>
        work.List<InstanceRow>(
            """
            select instance_id, name, version, region, beat_at from core.instances
             where population = @population and beat_at > now() - interval '1 day'
             order by beat_at desc limit 100
            """,
            new { population }
        );

    public sealed record InstanceRow(string InstanceId, string? Name, string? Version, string? Region, DateTimeOffset BeatAt);
}
