using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>An API key, as the subject of a rotation.</summary>
/// <param name="BothUntil">Time until which the previous secret works; null if there is none.</param>
/// <param name="IsWithin">Whether the caller has all permissions of the key.</param>
public sealed record RotatedKeyFacts(string Id, Mode Mode, bool IsRevoked, bool IsOver, DateTimeOffset? BothUntil, bool IsWithin, long Revision) : ISubject
{
    public string TenantId => IdGenerator.Platform;
}
