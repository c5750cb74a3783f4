using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Trust.Team;

/// <summary>Lists team members and pending invitations.</summary>
public sealed class TeamList(Database database, RoleGrantPolicy giving)
{
    /// <returns>The matching team members; empty for callers with access to some tenants or test data only, who can't see the team.</returns>
    public async Task<IReadOnlyList<TeamMember>> Find(Caller caller, TeamFilter filter, CancellationToken stop)
    {
        if (!CanSeeTeam(caller))
            return [];
        await using var look = await database.ReadTenants([], stop);
        return [.. filter.Apply(await People(look))];
    }

    /// <summary>All data of the team page, from one snapshot.</summary>
    public async Task<TeamPageModel> ReadPage(Caller caller, TeamFilter filter, CancellationToken stop)
    {
        if (!CanSeeTeam(caller))
            return new([], [], []);
        await using var look = await database.ReadTenants([], stop);
        return new([.. filter.Apply(await People(look))], await Invitations(look), await TeamRole.All(look));
    }

    internal static bool CanSeeTeam(Caller caller) => caller is { IsScoped: false, Mode: null or Mode.Live };

    internal static Task<IReadOnlyList<TeamMember>> People(UnitOfWork work) =>
        work.List<TeamMember>(
            $"""
            select p.id, p.name, p.email, p.role, r.name as role_name, p.authenticator is not null as has_second_factor,
                   (select count(*) from auth.sessions s where s.user_id = p.id and s.stage = 'open' and s.closed_at is null and {Sessions.IsAlive}) as sessions,
                   (select max(s.last_seen_at) from auth.sessions s where s.user_id = p.id and s.stage = 'open') as last_seen_at,
                   p.created_at
              from auth.team_members p
              left join auth.roles_now r on r.key = p.role
            """
        );

    /// <summary>Pending invitations.</summary>
    public async Task<IReadOnlyList<OpenInvitation>> Invitations(Caller caller, CancellationToken stop)
    {
        if (!CanSeeTeam(caller))
            return [];
        await using var look = await database.ReadTenants([], stop);
        return await Invitations(look);
    }

    private async Task<IReadOnlyList<OpenInvitation>> Invitations(UnitOfWork work)
    {
        var open = await work.List<OpenInvitation>(
            """
            select i.id, i.email, i.name, i.role, r.name as role_name, i.invited_by as sender_id, t.name as invited_by, i.expires_at, i.expires_at <= now() as is_over
              from auth.invitations i
              join auth.roles_now r on r.key = i.role
              left join core.entity_names t on t.id = i.invited_by
             where i.closed_by is null and i.accepted_at is null
             order by i.opened_at desc, i.id
            """
        );
        var ends = new Dictionary<(string, string), InvitationEndReason?>(); // dozens of invitations from a few senders
        foreach (var pair in open.Select(openInvitation => (openInvitation.SenderId, openInvitation.Role)).Distinct())
            ends[pair] = await giving.FindEndReason(pair.SenderId, pair.Role, work);
        return [.. open.Select(openInvitation => openInvitation with { End = ends[(openInvitation.SenderId, openInvitation.Role)] })];
    }
}

/// <summary>Data of the team page.</summary>
/// <param name="Invitations">Pending invitations, newest first.</param>
public sealed record TeamPageModel(IReadOnlyList<TeamMember> People, IReadOnlyList<OpenInvitation> Invitations, IReadOnlyList<TeamRole> Roles);
