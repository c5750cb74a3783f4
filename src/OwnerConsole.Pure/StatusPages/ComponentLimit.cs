namespace OwnerConsole.Pure.StatusPages;

/// <summary>Limits a component of the status page to some tenants: those with the plan, those with the tag, and the named ones. The public page doesn't show it.</summary>
/// <param name="ComponentId">ID of the component. A component can have two limits, its own and that of its group.</param>
/// <param name="Plan">Key of a plan; null for none.</param>
/// <param name="Tag">A tag in lower case; null for none.</param>
/// <param name="Tenants">IDs of tenants; can be empty.</param>
public sealed record ComponentLimit(string ComponentId, string? Plan, string? Tag, IReadOnlyList<string> Tenants);
