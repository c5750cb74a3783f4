using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>A team member, as the subject of an operation.</summary>
/// <param name="Role">Key of the role; null for custom permissions.</param>
/// <param name="IsLast">Whether this is the last person with all permissions.</param>
/// <param name="Invitations">Number of open invitations that they sent.</param>
/// <param name="Keys">Number of active API keys that they created.</param>
/// <param name="Scheduled">Number of scheduled runs that they requested.</param>
/// <param name="Giver">Caller of the operation.</param>
/// <param name="IsWithin">Whether the caller has all permissions of this person, and no ceiling to bypass. Callers can't act on people with more permissions.</param>
public sealed record PersonFacts(
    string Id,
    string? Role,
    bool IsRemoved,
    bool IsLast,
    long Sessions,
    long Invitations,
    long Keys,
    long Scheduled,
    long Revision,
    Caller Giver,
    bool IsWithin
) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    /// <summary>Locks the whole team during a run, so that two owners who remove each other at the same time don't both disappear.</summary>
    public static async Task<IReadOnlyList<PersonFacts>> Load(IReadOnlyList<string> ids, OperationCatalogue catalogue, UnitOfWork work)
    {
        await work.List<string>($"select u.id from auth.users u order by u.id {work.ForUpdate("u")}");
        var giver = work.Caller!; // previews and runs have a caller
        var hasCeiling = await work.HasCeiling(giver.Id);
        var rows = await work.List<Row>(
            """
            select u.id, p.role, coalesce(r.grants, u.grants) as grants, coalesce(r.hides, '{}') as hides, p.id is null as is_removed,
                   coalesce('*' = any(p.grants), false) and not exists (select from auth.team_members o where o.id <> u.id and '*' = any(o.grants)) as is_last,
                   (select count(*) from auth.sessions s where s.user_id = u.id and s.closed_at is null and s.stage = 'open') as sessions,
                   (select count(*) from auth.invitations i where i.invited_by = u.id and i.closed_by is null and i.accepted_at is null and i.expires_at > now()) as invitations,
                   (select count(*) from auth.api_keys k where k.created_by = u.id and k.revoked_at is null and k.expires_at > now()) as keys,
                   (select count(*) from core.runs n where n.requested_by = u.id and n.scheduled_for is not null and n.state in ('waiting_approval', 'queued')) as scheduled,
                   (select count(*) + count(closed_by) from auth.user_roles where user_id = u.id)
                   + (select count(*) + count(closed_by) from auth.removals where user_id = u.id) + 1 as revision
              from auth.users u
              left join auth.team_members p on p.id = u.id
              left join auth.user_roles h on h.user_id = u.id and h.closed_by is null
              left join auth.roles_now r on r.key = h.role
             where u.id = any(@ids)
             order by u.id
            """,
            new { ids }
        );
        return
        [
            .. rows.Select(row => new PersonFacts(
                row.Id,
                row.Role,
                row.IsRemoved,
                row.IsLast,
                row.Sessions,
                row.Invitations,
                row.Keys,
                row.Scheduled,
                row.Revision,
                giver,
                !hasCeiling && catalogue.CanGrant(giver, row.Grants, row.Hides)
            )),
        ];
    }

    private sealed record Row(
        string Id,
        string? Role,
        string[] Grants,
        string[] Hides,
        bool IsRemoved,
        bool IsLast,
        long Sessions,
        long Invitations,
        long Keys,
        long Scheduled,
        long Revision
    );
}
