using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Features;

/// <summary>The platform as what a feature is declared on.</summary>
/// <param name="NewId">of the feature to be</param>
public sealed record NewFeatureFacts(string NewId, bool IsKeyTaken) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public long Revision => IsKeyTaken ? 2 : 1;
}
