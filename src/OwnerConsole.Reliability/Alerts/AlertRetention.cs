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
        await work.Execute($"delete from alerts.notifications where tenant_id = 'tnt_platform' and created_at < now() - {Old}");
    }
}
