using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>MRR in currencies other than the reporting currency that has no exchange rate. It is excluded from all metrics.</summary>
/// <returns>One amount per currency, ordered by code. Empty when all revenue is converted or the caller can't see money.</returns>
public delegate Task<IReadOnlyList<Money>> UnconvertedRevenue(Mode mode, UnitOfWork work);
