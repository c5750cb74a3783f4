using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>
/// Changes or removes reports in the transaction that stores them, after the known tenants are locked and before anything is written. It can run again if another
/// request created one of the tenants.
/// </summary>
/// <param name="reports">Reports with the ids of their tenants.</param>
/// <param name="work">Transaction that names the tenants and the platform.</param>
/// <returns>The reports to store, in the order to return them in.</returns>
public delegate Task<IReadOnlyList<AppliedTenantReport>> TenantReportAdjustment(IReadOnlyList<AppliedTenantReport> reports, UnitOfWork work);
