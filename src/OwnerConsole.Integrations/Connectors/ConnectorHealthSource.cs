using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>The health of the connection to the application's database, if there is one.</summary>
public sealed class ConnectorHealthSource : IHealthSource
{
    public string Permission => ConnectorRoutes.Read;

    public int Order => 70;

    public async Task<IReadOnlyList<HealthCard>> Find(UnitOfWork work)
    {
        var row = await work.One<Row>(
            """
            select s.read_at, s.failing_since, s.error
              from connectors.syncs r
              left join connectors.states s on s.tenant_id = r.tenant_id and s.sync = r.opened_by
             where r.tenant_id = 'tnt_platform' and r.closed_by is null
               and exists (select from connectors.settings where tenant_id = 'tnt_platform' and closed_by is null)
            """
        );
        return row is null
            ? []
            :
            [
                new(
                    "connector",
                    "Connector",
                    row.FailingSince is not null ? HealthState.Down
                        : row.ReadAt is null ? HealthState.Unknown
                        : HealthState.Up,
                    row.Error ?? (row.ReadAt is null ? "Your database was not read yet." : "Your database can be read."),
                    ConnectorRoutes.Address
                )
                {
                    Since = row.FailingSince,
                    CheckedAt = row.ReadAt,
                },
            ];
    }

    private sealed record Row(DateTimeOffset? ReadAt, DateTimeOffset? FailingSince, string? Error);
}
