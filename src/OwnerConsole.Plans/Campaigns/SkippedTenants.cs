using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Tenants of a wave that were not migrated.</summary>
/// <param name="State">Refused, skipped (changed since the preview) or failed.</param>
public sealed record SkippedTenants(RunLineState State, int Tenants);
