using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Finds the estimated MRR of tenants in the reporting currency.</summary>
/// <returns>Minor units by tenant. Tenants without revenue are missing. Empty when the caller can't see money.</returns>
public delegate Task<IReadOnlyDictionary<string, long>> TenantRevenue(IReadOnlyCollection<string> tenants, UnitOfWork work);
