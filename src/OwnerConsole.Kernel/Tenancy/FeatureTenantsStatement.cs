namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Statement that returns the tenants that can use features, because of their plans, granted plans, overrides, or the default of a feature.</summary>
/// <param name="Sql">Takes the keys of the features as <c>@features</c>, and returns the tenant_id of each tenant that can use at least one of them, of both modes.</param>
/// <param name="KnownSql">Takes the same, and returns those of the keys for which there is a feature.</param>
public sealed record FeatureTenantsStatement(string Sql, string KnownSql);
