using OwnerConsole.Pure.Dependencies;

namespace OwnerConsole.Reliability.ServiceMap.Public;

/// <summary>Tenants that the failure of a service can affect.</summary>
/// <param name="Basis">What they are based on; null if no entry service is affected and no tenant of another one is known, so that no tenant notices the failure.</param>
/// <param name="Ids">IDs of the tenants, of both modes; null for all.</param>
/// <param name="Unknown">Affected entry services whose tenants are unknown, by name.</param>
public sealed record ServiceTenants(UsageBasis? Basis, IReadOnlyList<string>? Ids, IReadOnlyList<string> Unknown);
