using Microsoft.Extensions.Logging;
using OwnerConsole.Data;

namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>Counts refusals in memory and writes them every few seconds per minute, so that a refusal itself writes nothing. Counts that are not
/// yet written are lost if the process is killed.</summary>
public sealed class RefusalCounter(Database database, ILogger<RefusalCounter> log)
    : CountWriter<(string TenantId, string Feature)>(database, new(), TimeSpan.FromSeconds(5))
{
    public void Count(string tenantId, string feature) => Counts.Add((tenantId, feature), 1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Flush(cancellationToken);
    }

    protected override async Task Write(IReadOnlyDictionary<(string TenantId, string Feature), long> counted, Database database, CancellationToken stop)
    {
        await using var work = await database.Write(
            WriteOrigin.Intake("entitlements.refusals"),
            [.. counted.Keys.Select(refused => refused.TenantId).Distinct(StringComparer.Ordinal)],
            stop
        );
        await work.Execute(
            """
            insert into entitlements.refusals as r (tenant_id, feature, minute, number)
            select c.tenant_id, c.feature, date_trunc('minute', now()), c.number
              from unnest(@tenants, @features, @numbers) c(tenant_id, feature, number)
              join core.tenants t using (tenant_id)
             order by 1, 2
            on conflict (tenant_id, feature, minute) do update set number = r.number + excluded.number
            """,
            new
            {
                tenants = counted.Keys.Select(refused => refused.TenantId).ToArray(),
                features = counted.Keys.Select(refused => refused.Feature).ToArray(),
                numbers = counted.Values.ToArray(),
            }
        );
        await work.Commit();
    }

    protected override void ReportFailure(Exception error) => log.LogWarning(error, "Refusals could not be written yet.");
}
