using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>What decides whether a key may get another text.</summary>
/// <param name="BothUntil">the text before opens until then; null when there is none that does</param>
/// <param name="IsWithin">who asks may do themselves everything that the key may</param>
public sealed record RotatedKeyFacts(string Id, Population Population, bool IsRevoked, bool IsOver, DateTimeOffset? BothUntil, bool IsWithin, long Revision)
    : ISubject
{
    public string TenantId => IdSource.Platform;
}
