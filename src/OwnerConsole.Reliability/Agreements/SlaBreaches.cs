using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Reliability.Agreements;

/// <inheritdoc cref="SlaBreachStatement"/>
/// <remarks>
/// Credits are real money, so tenants with test data have none. Results of tenants and results that all tenants share are read apart, so that an index has the
/// few breaches among all results.
/// </remarks>
internal static class SlaBreaches
{
    public static readonly SlaBreachStatement OfAll = new(
        """
        select r.tenant_id, r.sla_id, r.starts_on, p.ends_on, p.ends_at, r.actual, r.credit_percent
          from agreements.results r
          join agreements.periods p on p.tenant_id = 'tnt_platform' and p.sla_id = r.sla_id and p.starts_on = r.starts_on
          join core.tenants t on t.tenant_id = r.tenant_id and t.mode = 'live'
         where p.closed_at is not null and r.state = 'breached' and r.credit_percent > 0
        union all
        select r.tenant_id, r.sla_id, r.starts_on, p.ends_on, p.ends_at, p.actual, p.credit_percent
          from agreements.periods p
          join agreements.results r on r.sla_id = p.sla_id and r.starts_on = p.starts_on and r.state is null
          join core.tenants t on t.tenant_id = r.tenant_id and t.mode = 'live'
         where p.tenant_id = 'tnt_platform' and p.closed_at is not null and p.state = 'breached' and p.credit_percent > 0
        """
    );
}
