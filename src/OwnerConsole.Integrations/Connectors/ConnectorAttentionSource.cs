using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>Lists a database that can't be read for 10 minutes under "Needs attention", in demo mode as well, because there are no live tenants before the first sync.</summary>
public sealed class ConnectorAttentionSource : IAttentionSource
{
    public string Permission => ConnectorRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var failing = await work.One<FailureRow>(
            """
            select s.failing_since, s.error
              from connectors.states s
              join connectors.syncs r on r.tenant_id = s.tenant_id and r.opened_by = s.sync and r.closed_by is null
             where s.tenant_id = 'tnt_platform' and s.failing_since < now() - interval '10 minutes'
               and exists (select from connectors.settings where tenant_id = 'tnt_platform' and closed_by is null)
               and not exists (select from connectors.pauses where tenant_id = 'tnt_platform' and closed_by is null)
            """
        );
        return AttentionList.OfOne(
            failing is null
                ? null
                : new(Urgency.Now, $"Your database can't be read: {failing.Error}", ConnectorRoutes.Address, "View connection", Since: failing.FailingSince)
        );
    }

    private sealed record FailureRow(DateTimeOffset FailingSince, string Error);
}
