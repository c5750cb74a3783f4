using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Plans;

/// <summary>The platform as the subject of creating a plan.</summary>
/// <param name="NewId">Id of the new plan.</param>
/// <param name="Reporting">Currency that MRR is reported in.</param>
public sealed record NewPlanFacts(string NewId, bool IsKeyTaken, string Reporting) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => IsKeyTaken ? 2 : 1;
}
