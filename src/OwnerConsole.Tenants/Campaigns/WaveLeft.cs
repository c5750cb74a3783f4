using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>Tenants that a wave came to and left where they were.</summary>
/// <param name="State">refused, skipped because they had changed since the preview, or failed</param>
public sealed record WaveLeft(LineState State, int Tenants);
