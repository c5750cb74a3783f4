using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Features;

/// <summary>The platform as what a feature is declared on.</summary>
/// <param name="NewId">of the feature to be</param>
/// <param name="LacksMeter">it would be counted from a meter that is not declared</param>
public sealed record NewFeatureFacts(string NewId, bool IsKeyTaken, bool LacksMeter) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public long Revision => IsKeyTaken ? 2 : 1;
}
