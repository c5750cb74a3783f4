using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>The platform, as the subject of creating an API key.</summary>
/// <param name="NewId">Id of the new key.</param>
/// <param name="OnlyTenant">Id of the only tenant that the key can access.</param>
/// <param name="Giver">Caller that creates the key.</param>
/// <param name="IsWithin">Whether the caller has all permissions of the key, and no ceiling that the key would bypass.</param>
/// <param name="UnknownScope">A scope that doesn't exist; null if all exist.</param>
/// <param name="IsSameMode">Whether <paramref name="OnlyTenant"/> is a tenant of the key's mode.</param>
public sealed record NewKeyFacts(string NewId, string? OnlyTenant, Caller Giver, bool IsWithin, bool IsSameMode, UnknownScope? UnknownScope) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => 1;
}
