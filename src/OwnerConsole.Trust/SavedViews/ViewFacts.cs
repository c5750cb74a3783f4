using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>What decides about a view.</summary>
public sealed record ViewFacts(string ViewId, bool IsDiscarded) : ISubject
{
    public string Id => ViewId;

    public string TenantId => IdSource.Platform;

    public long Revision => IsDiscarded ? 2 : 1;
}
