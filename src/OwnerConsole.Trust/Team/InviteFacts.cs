using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>The platform, as the subject of an invitation.</summary>
/// <param name="NewId">Id of the new invitation.</param>
/// <param name="Giver">Caller that invites.</param>
/// <param name="IsWithin">Whether the caller has all permissions of the role, and no ceiling that the new person would bypass.</param>
/// <param name="Role">The role; null when the key is unknown.</param>
/// <param name="IsHere">Whether a current team member has the email address.</param>
/// <param name="IsKnown">Whether a current or former team member has the email address.</param>
public sealed record InviteFacts(string NewId, Caller Giver, bool IsWithin, TeamRole? Role, bool IsHere, bool IsKnown) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => 1;
}
