using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Reliability.Agreements;

/// <inheritdoc cref="SlaBreachStatement"/>
internal static class SlaBreaches
{
    public static readonly SlaBreachStatement OfAll = new(
        """
        select r.tenant_id, r.sla_id, r.starts_on, p.ends_on, p.ends_at, coalesce(r.actual, p.actual) as actual,
               coalesce(r.credit_percent, p.credit_percent) as credit_percent
          from agreements.results r
          join agreements.periods p on p.tenant_id = 'tnt_platform' and p.sla_id = r.sla_id and p.starts_on = r.starts_on
         where p.closed_at is not null and coalesce(r.state, p.state) = 'breached' and coalesce(r.credit_percent, p.credit_percent) > 0
        """
    );
}
