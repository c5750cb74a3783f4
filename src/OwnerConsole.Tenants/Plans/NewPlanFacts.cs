using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Plans;

/// <summary>The platform as what a plan is made on.</summary>
/// <param name="NewId">of the plan to be</param>
/// <param name="Reporting">the currency that MRR is shown in</param>
public sealed record NewPlanFacts(string NewId, bool IsKeyTaken, string Reporting) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public long Revision => IsKeyTaken ? 2 : 1;
}
