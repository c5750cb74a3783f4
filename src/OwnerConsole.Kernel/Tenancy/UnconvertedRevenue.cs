using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Estimated MRR in currencies other than the reporting one, which no number includes because nothing converts it.</summary>
/// <returns>one amount for each currency, in the order of their codes; empty when everything is paid in the reporting currency, and for a role that money is hidden from</returns>
public delegate Task<IReadOnlyList<Money>> UnconvertedRevenue(Population population, Work work);
