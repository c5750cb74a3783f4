namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Statement that returns the breached SLAs of tenants in periods that are closed, for which a credit was agreed.</summary>
/// <param name="Sql">Returns tenant_id, sla_id, starts_on and ends_on (first and last day of the period), ends_at (its end), actual and credit_percent (of the monthly price, above 0).</param>
public sealed record SlaBreachStatement(string Sql);
