using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>What decides about a key.</summary>
/// <param name="IsWithin">whoever decides may all that the key may, and has no ceiling that it would get around</param>
public sealed record KeyFacts(string KeyId, bool IsRevoked, bool IsOver, bool IsWithin) : ISubject
{
    public string Id => KeyId;

    public string TenantId => IdSource.Platform;

    public long Revision => IsRevoked ? 2 : 1;
}
