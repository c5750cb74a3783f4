using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>What plans are called.</summary>
/// <returns>names by keys, also of a plan that is retired and still held; one that the application reports and nobody sells has none</returns>
public delegate Task<IReadOnlyDictionary<string, string>> PlanNames(Work work);
