using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Finds the names of plans.</summary>
/// <returns>Names by key, including retired plans that still have subscribers. Plans that are reported but not defined are missing.</returns>
public delegate Task<IReadOnlyDictionary<string, string>> PlanNames(UnitOfWork work);
