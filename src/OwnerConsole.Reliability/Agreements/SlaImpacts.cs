using OwnerConsole.Data;
using OwnerConsole.Reliability.Incidents.Public;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Stores which incidents affected which tenants, so that results are summed by the database.</summary>
public sealed class SlaImpacts(Database database, PlatformImpactReader impacts)
{
    /// <summary>Tenants that one transaction writes.</summary>
    internal const int TenantsAtOnce = 500;

    /// <summary>Stores the incidents that were changed or are not resolved. A resolved incident keeps the tenants that were affected then.</summary>
    internal async Task Update(CancellationToken stop)
    {
        var changed = new List<(SlaIncident Incident, IReadOnlyList<string> Affected, IReadOnlyList<string> Before)>();
        var gone = new List<(string Id, IReadOnlyList<string> Before)>();
        await using (var reading = await database.Read(stop))
        {
            foreach (var incident in await SlaIncident.ListChanged(reading)) // usually none, or the ongoing one
            {
                var before = await FindStored(incident.Id, reading);
                changed.Add((incident, incident.AreTenantsKept ? before : await FindAffected(incident, before, reading), before));
            }
            foreach (var id in await SlaIncident.ListGone(reading))
                gone.Add((id, await FindStored(id, reading)));
        }
        foreach (var (incident, affected, before) in changed)
            await Store(incident, affected, before, stop);
        foreach (var (id, before) in gone)
            await Delete(id, before, stop);
    }

    /// <summary>A filter whose value was removed since, such as a plan, keeps the stored tenants instead of stopping the measurement.</summary>
    private async Task<IReadOnlyList<string>> FindAffected(SlaIncident incident, IReadOnlyList<string> before, UnitOfWork reading)
    {
        try
        {
            return await impacts.FindTenants(incident.Targets, reading);
        }
        catch (Problem)
        {
            return before;
        }
    }

    private static Task<IReadOnlyList<string>> FindStored(string id, UnitOfWork reading) =>
        reading.List<string>("select i.tenant_id from agreements.impacts i where i.incident_id = @id", new { id });

    private async Task Store(SlaIncident incident, IReadOnlyList<string> affected, IReadOnlyList<string> before, CancellationToken stop)
    {
        foreach (var chunk in affected.Union(before, StringComparer.Ordinal).Order(StringComparer.Ordinal).Chunk(TenantsAtOnce))
        {
            await using var work = await database.Write(WriteOrigin.Intake(SlaMeasurer.Kind), chunk, stop);
            var kept = chunk.Intersect(affected, StringComparer.Ordinal).ToArray();
            await work.Execute(
                "delete from agreements.impacts where incident_id = @Id and tenant_id = any(@chunk) and not (tenant_id = any(@kept))",
                new
                {
                    incident.Id,
                    chunk,
                    kept,
                }
            );
            await work.Execute(
                """
                insert into agreements.impacts as i (tenant_id, incident_id, severity, starts_at, ends_at)
                select n.id, @Id, @Severity, @StartedAt, @EndedAt
                  from unnest(@kept) n(id)
                  left join agreements.impacts c on c.tenant_id = n.id and c.incident_id = @Id
                 where c.tenant_id is null or (c.severity, c.starts_at, c.ends_at) is distinct from (@Severity, @StartedAt, @EndedAt)
                on conflict (tenant_id, incident_id) do update set severity = excluded.severity, starts_at = excluded.starts_at, ends_at = excluded.ends_at
                 where (i.severity, i.starts_at, i.ends_at) is distinct from (excluded.severity, excluded.starts_at, excluded.ends_at)
                """,
                new
                {
                    incident.Id,
                    incident.Severity,
                    incident.StartedAt,
                    incident.EndedAt,
                    kept,
                }
            );
            await work.Commit();
        }
        await using var last = await database.Write(WriteOrigin.Intake(SlaMeasurer.Kind), [IdGenerator.Platform], stop);
        await last.Execute(
            """
            insert into agreements.incidents as i (tenant_id, incident_id, selection, signature, ended_at)
            values ('tnt_platform', @Id, @Selection, @Signature, @EndedAt)
            on conflict (tenant_id, incident_id) do update set selection = excluded.selection, signature = excluded.signature, ended_at = excluded.ended_at
             where (i.selection, i.signature, i.ended_at) is distinct from (excluded.selection, excluded.signature, excluded.ended_at)
            """,
            new
            {
                incident.Id,
                incident.Selection,
                incident.Signature,
                incident.EndedAt,
            }
        );
        await last.Commit();
    }

    private async Task Delete(string id, IReadOnlyList<string> before, CancellationToken stop)
    {
        foreach (var chunk in before.Chunk(TenantsAtOnce))
        {
            await using var work = await database.Write(WriteOrigin.Intake(SlaMeasurer.Kind), chunk, stop);
            await work.Execute("delete from agreements.impacts where incident_id = @id and tenant_id = any(@chunk)", new { id, chunk });
            await work.Commit();
        }
        await using var last = await database.Write(WriteOrigin.Intake(SlaMeasurer.Kind), [IdGenerator.Platform], stop);
        await last.Execute("delete from agreements.incidents where tenant_id = 'tnt_platform' and incident_id = @id", new { id });
        await last.Commit();
    }
}
