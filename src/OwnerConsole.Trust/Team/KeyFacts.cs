using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>What decides about a key.</summary>
public sealed record KeyFacts(string KeyId, bool IsRevoked, bool IsOver) : ISubject
{
    public string Id => KeyId;

    public string TenantId => IdSource.Platform;

    public long Revision => IsRevoked ? 2 : 1;
}
