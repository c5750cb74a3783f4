using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>An API key, as the subject of an operation.</summary>
/// <param name="IsWithin">Whether the caller has all permissions of the key, and no ceiling that the key would bypass.</param>
public sealed record KeyFacts(string KeyId, bool IsRevoked, bool IsOver, bool IsWithin) : ISubject
{
    public string Id => KeyId;

    public string TenantId => IdGenerator.Platform;

    public long Revision => IsRevoked ? 2 : 1;
}
