namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Statement that returns the credits that were given to tenants for SLAs, without those that were undone or refused.</summary>
/// <param name="Sql">Returns tenant_id, sla_id, starts_on (first day of the period), amount_minor and currency.</param>
/// <param name="Receivers">Statement that returns the tenant_id of tenants that can be given a credit.</param>
public sealed record SlaCreditStatement(string Sql, string Receivers);
