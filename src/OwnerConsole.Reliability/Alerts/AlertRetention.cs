using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Deletes resolved alerts and notifications after a year.</summary>
public sealed class AlertRetention(Database database) : Retention(database)
{
    private const string Old = "interval '1 year'";

    public override string Name => "alerts.forget";

    public override string Title => "Delete old alerts";

    protected override Task<IReadOnlyList<string>> FindTenants(int limit, UnitOfWork reading) =>
        reading.List<string>(
            $"""
            (select tenant_id from alerts.alerts where tenant_id = 'tnt_platform' and phase = 'resolved' and resolved_at < now() - {Old} limit 1)
            union
            (select tenant_id from alerts.notifications where tenant_id = 'tnt_platform' and created_at < now() - {Old} limit 1)
            limit @limit
            """,
            new { limit }
        );

    protected override async Task Delete(IReadOnlyList<string> tenants, UnitOfWork work)
    {
        await work.Execute($"delete from alerts.alerts where tenant_id = 'tnt_platform' and phase = 'resolved' and resolved_at < now() - {Old}");
        foreach (var table in new[] { "acknowledgements", "resolutions" })
            await work.Execute(
                $"""
                delete from alerts.{table} o
                 where o.tenant_id = 'tnt_platform'
                   and not exists (select from alerts.alerts a where a.tenant_id = o.tenant_id and a.alert_id = o.alert_id)
                """
            );
        await work.Execute($"delete from alerts.notifications where tenant_id = 'tnt_platform' and created_at < now() - {Old}");
    }
}
