using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Who may ask somebody in with a role: nobody hands out more than they have, and an invitation ends with that right of its sender.</summary>
public sealed class Giving(Lazy<Catalogue> catalogue)
{
    private const string Invite = "person.invite";

    /// <returns>whether they may all that the role may, and have no ceiling that somebody else would get around</returns>
    public async Task<bool> MayGive(Caller giver, TeamRole role, Work work) =>
        catalogue.Value.MayGive(giver, role.Grants, role.Hides) && !await work.HasCeiling(giver.Id);

    /// <param name="role">the key of it</param>
    /// <returns>why an invitation of theirs is no longer good; null while it is</returns>
    public async Task<InvitationEnd?> EndOf(string sender, string role, Work work) =>
        await Standing.Of(sender, work) is not { } giver ? InvitationEnd.SenderLeft
        : !giver.IsBound && giver.May(Invite) && await TeamRole.Find(role, work) is { } given && await MayGive(giver, given, work) ? null
        : InvitationEnd.SenderMayNot;

    /// <returns>names of the roles whose people may ask somebody in with this one, the one that may most first</returns>
    public async Task<IReadOnlyList<string>> Givers(string role, Work work)
    {
        var roles = await TeamRole.All(work);
        var given = roles.Single(one => one.Key == role); // somebody is invited with it, so it is not retired
        var givers = new List<string>();
        foreach (var one in roles.Where(one => Permissions.Cover(one.Grants, Invite) && catalogue.Value.MayGive(Of(one), given.Grants, given.Hides)))
            if ((await Ceilings.OfRole(one.Key, work)).Count == 0)
                givers.Add(one.Name);
        return givers;
    }

    private static Caller Of(TeamRole role) => new(role.Id, CallerKind.Person, role.Grants) { Hides = role.Hides };
}
