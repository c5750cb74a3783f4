using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>The platform as the team that somebody is asked into.</summary>
/// <param name="NewId">of the invitation to be</param>
/// <param name="Giver">who asks for it</param>
/// <param name="IsWithin">the giver may all that the role may, and has no ceiling that somebody else would get around</param>
/// <param name="Role">null for a word that is none</param>
/// <param name="IsHere">somebody of the team has the address</param>
/// <param name="IsKnown">somebody has or had it</param>
public sealed record InviteFacts(string NewId, Caller Giver, bool IsWithin, TeamRole? Role, bool IsHere, bool IsKnown) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public long Revision => 1;
}
