using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;

namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>Counts refusals in memory and writes them every few seconds per minute, so that a refusal itself writes nothing. Counts that are not
/// yet written are lost if the process is killed.</summary>
public sealed partial class RefusalCounter(Database database, ILogger<RefusalCounter> log) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<(string TenantId, string Feature), long> _counted = new();

    public void Count(string tenantId, string feature) => _counted.AddOrUpdate((tenantId, feature), 1, static (_, number) => number + 1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Flush(cancellationToken);
    }

    /// <summary>Writes the refusals counted since the last write.</summary>
    public async Task Flush(CancellationToken stop)
    {
        var counted = _counted.Keys.Select(who => (who.TenantId, who.Feature, Number: _counted.TryRemove(who, out var number) ? number : 0)).ToArray();
        if (counted.Length == 0)
            return;
        try
        {
            await using var work = await database.Write(WriteOrigin.Intake("entitlements.refusals"), [.. counted.Select(one => one.TenantId).Distinct()], stop);
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
                    tenants = counted.Select(one => one.TenantId).ToArray(),
                    features = counted.Select(one => one.Feature).ToArray(),
                    numbers = counted.Select(one => one.Number).ToArray(),
                }
            );
            await work.Commit();
        }
        catch // They are counted again with the next write.
        {
            foreach (var (tenantId, feature, number) in counted)
                _counted.AddOrUpdate((tenantId, feature), number, (_, more) => more + number);
            throw;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Loop.RunForever(
            async () =>
            {
                await Task.Delay(s_pause, stoppingToken);
                await Flush(stoppingToken);
            },
            s_pause,
            error => Failed(error),
            stoppingToken
        );

    [LoggerMessage(LogLevel.Warning, "Refusals could not be written yet.")]
    private partial void Failed(Exception error);
}
