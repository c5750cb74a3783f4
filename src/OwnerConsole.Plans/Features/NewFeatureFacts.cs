using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Features;

/// <summary>The platform as the subject of adding a feature.</summary>
/// <param name="NewId">Id of the new feature.</param>
/// <param name="LacksMeter">Whether it would count an undeclared meter.</param>
public sealed record NewFeatureFacts(string NewId, bool IsKeyTaken, bool LacksMeter) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => IsKeyTaken ? 2 : 1;
}
