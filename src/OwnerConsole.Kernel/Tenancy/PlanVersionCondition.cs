namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Gives the SQL condition that a tenant is on a version of a plan, paid or granted.</summary>
/// <param name="tenant">SQL expression of the tenant's id.</param>
/// <param name="plan">SQL expression of the plan's key; null means any plan.</param>
/// <param name="version">SQL expression of the version's number.</param>
public delegate string PlanVersionCondition(string tenant, string plan, string version);
