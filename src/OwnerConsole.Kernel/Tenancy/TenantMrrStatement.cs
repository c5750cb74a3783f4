namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Statement that returns the MRR of all tenants of <c>@mode</c> with revenue.</summary>
/// <param name="Sql">Returns tenant_id and mrr, in minor units of the reporting currency.</param>
public sealed record TenantMrrStatement(string Sql);
