using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Identity;

/// <summary>
/// Decides who can invite people with a role. No one can grant more than they have, and an invitation becomes invalid when its sender loses that right.
/// </summary>
public sealed class RoleGrantPolicy(Lazy<OperationCatalogue> catalogue)
{
    private const string Invite = "team_member.invite";

    /// <returns>True when the giver has all permissions of the role and no ceiling that the invited person could bypass.</returns>
    public async Task<bool> CanGrant(Caller giver, TeamRole role, UnitOfWork work) =>
        catalogue.Value.CanGrant(giver, role.Grants, role.Hides) && !await work.HasCeiling(giver.Id);

    /// <param name="role">Key of the role.</param>
    /// <returns>Why the sender's invitation is no longer valid; null while it is valid.</returns>
    public async Task<InvitationEndReason?> FindEndReason(string sender, string role, UnitOfWork work) =>
        await CallerLookup.Find(sender, work) is not { } giver ? InvitationEndReason.SenderLeft
        : !giver.IsScoped && giver.Can(Invite) && await TeamRole.Find(role, work) is { } given && await CanGrant(giver, given, work) ? null
        : InvitationEndReason.SenderMayNot;

    /// <returns>Names of the roles that can invite people with this role, the most powerful first.</returns>
    public async Task<IReadOnlyList<string>> ListGranters(string role, UnitOfWork work)
    {
        var roles = await TeamRole.All(work);
        var given = roles.Single(one => one.Key == role); // it has an open invitation, so it is not retired
        var givers = new List<string>();
        foreach (var one in roles.Where(one => Permissions.Covers(one.Grants, Invite) && catalogue.Value.CanGrant(Of(one), given.Grants, given.Hides)))
            if ((await Ceilings.OfRole(one.Key, work)).Count == 0)
                givers.Add(one.Name);
        return givers;
    }

    private static Caller Of(TeamRole role) => new(role.Id, CallerKind.Person, role.Grants) { Hides = role.Hides };
}
