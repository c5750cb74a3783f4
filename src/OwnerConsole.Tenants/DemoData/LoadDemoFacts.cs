using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>Whether demo data can be loaded.</summary>
/// <param name="IsBundled">True if this installation includes the simulator.</param>
/// <param name="IsLoading">True while demo data is generated, or about to be.</param>
/// <param name="IsErasing">True while demo data is erased.</param>
public sealed record LoadDemoFacts(bool IsBundled, bool IsLoading, bool IsErasing) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => 1;
}
