using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Finds the MRR of tenants in the reporting currency.</summary>
/// <returns>Amounts by tenant. Tenants without revenue are missing. Empty when the caller can't see money.</returns>
public delegate Task<IReadOnlyDictionary<string, Money>> TenantRevenue(IReadOnlyCollection<string> tenants, UnitOfWork work);
