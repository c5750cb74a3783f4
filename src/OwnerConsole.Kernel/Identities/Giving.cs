using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Identities;

/// <summary>
/// Decides who can invite people with a role. No one can grant more than they have, and an invitation becomes invalid when its sender loses that right.
/// </summary>
public sealed class Giving(Lazy<Catalogue> catalogue)
{
    private const string Invite = "person.invite";

    /// <returns>True when the giver has all permissions of the role and no ceiling that the invited person could bypass.</returns>
    public async Task<bool> MayGive(Caller giver, TeamRole role, Work work) =>
        catalogue.Value.MayGive(giver, role.Grants, role.Hides) && !await work.HasCeiling(giver.Id);

    /// <param name="role">Key of the role.</param>
    /// <returns>Why the sender's invitation is no longer valid; null while it is valid.</returns>
    public async Task<InvitationEnd?> EndOf(string sender, string role, Work work) =>
        await Standing.Of(sender, work) is not { } giver ? InvitationEnd.SenderLeft
        : !giver.IsBound && giver.May(Invite) && await TeamRole.Find(role, work) is { } given && await MayGive(giver, given, work) ? null
        : InvitationEnd.SenderMayNot;

    /// <returns>Names of the roles that can invite people with this role, the most powerful first.</returns>
    public async Task<IReadOnlyList<string>> Givers(string role, Work work)
    {
        var roles = await TeamRole.All(work);
        var given = roles.Single(one => one.Key == role); // it has an open invitation, so it is not retired
        var givers = new List<string>();
        foreach (var one in roles.Where(one => Permissions.Cover(one.Grants, Invite) && catalogue.Value.MayGive(Of(one), given.Grants, given.Hides)))
            if ((await Ceilings.OfRole(one.Key, work)).Count == 0)
                givers.Add(one.Name);
        return givers;
    }

    private static Caller Of(TeamRole role) => new(role.Id, CallerKind.Person, role.Grants) { Hides = role.Hides };
}
