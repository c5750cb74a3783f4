using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Running processes of the application.</summary>
public static class InstanceRows
{
    /// <param name="InstanceId">The application's own id of the process.</param>
    public sealed record InstanceHeartbeat(
        string InstanceId,
        Mode Mode,
        string? Name,
        string? Version,
        string? Region,
        DateTimeOffset? StartedAt,
        JsonElement Facts
    );

    public static Task RecordHeartbeat(InstanceHeartbeat sign, UnitOfWork work) =>
        work.Execute(
            """
            insert into core.instances as i (instance_id, mode, name, version, region, started_at, heartbeat_at, facts)
            values (@InstanceId, @Mode, @Name, @Version, @Region, @StartedAt, now(), @Facts)
            on conflict (tenant_id, mode, instance_id) do update
               set name = coalesce(excluded.name, i.name), version = coalesce(excluded.version, i.version), region = coalesce(excluded.region, i.region),
                   started_at = coalesce(excluded.started_at, i.started_at), heartbeat_at = excluded.heartbeat_at, facts = excluded.facts
            """,
            sign
        );

    /// <summary>Instances with a heartbeat within a day, latest first.</summary>
    public static Task<IReadOnlyList<InstanceRow>> ListAlive(Mode mode, UnitOfWork work) =>
        work.List<InstanceRow>(
            """
            select instance_id, name, version, region, heartbeat_at from core.instances
             where mode = @mode and heartbeat_at > now() - interval '1 day'
             order by heartbeat_at desc limit 100
            """,
            new { mode }
        );

    public sealed record InstanceRow(string InstanceId, string? Name, string? Version, string? Region, DateTimeOffset HeartbeatAt);
}
