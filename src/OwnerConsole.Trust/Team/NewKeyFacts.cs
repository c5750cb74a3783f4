using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>The platform as the container that a key is made in.</summary>
/// <param name="NewId">of the key to be</param>
/// <param name="OnlyTenant">the id of the one tenant it is bound to</param>
/// <param name="Giver">who asks for it</param>
/// <param name="IsWithin">the giver may all that the key may, and has no ceiling that it would get around</param>
public sealed record NewKeyFacts(string NewId, string? OnlyTenant, Caller Giver, bool IsWithin) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public long Revision => 1;
}
