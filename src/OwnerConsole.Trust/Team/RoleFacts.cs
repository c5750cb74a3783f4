using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.Team;

/// <summary>A role, as the subject of an operation.</summary>
/// <param name="Holders">Number of current and former team members and invitations with the role.</param>
/// <param name="IsOwn">Whether the caller has the role.</param>
/// <param name="IsWithin">Whether the caller has all permissions of the role, and no ceiling that the role would bypass.</param>
public sealed record RoleFacts(
    string Id,
    string Key,
    string Name,
    string[] Grants,
    string[] Hides,
    bool IsBuiltIn,
    bool IsRetired,
    long Holders,
    bool IsOwn,
    bool IsWithin,
    long Revision
) : ISubject
{
    internal static Refusal NameTaken => new("name_taken", $"A role with this name already exists.");

    internal static Refusal ExceedsOwnPermissions =>
        new("exceeds_own_permissions", $"You can't grant permissions that you don't have. Team members with a usage limit can't grant any.");

    public string TenantId => IdGenerator.Platform;

    /// <returns>The reason why the caller can't change this role at all; null if they can.</returns>
    public Refusal? Trouble =>
        this switch
        {
            { IsRetired: true } => new("retired", $"{this} is retired."),
            { IsOwn: true } => new("own_role", $"You can't change your own role. Ask another team member."),
            { IsWithin: false } => ExceedsOwnPermissions,
            _ => null,
        };

    /// <summary>Locks the whole team during a run, so that a role can't be assigned while it is being retired.</summary>
    /// <param name="wanted">Permissions to add to the role.</param>
    /// <param name="hides">New hidden field classes; null to keep the current ones.</param>
    public static async Task<IReadOnlyList<RoleFacts>> Load(
        IReadOnlyList<string> ids,
        IEnumerable<string> wanted,
        OperationCatalogue catalogue,
        UnitOfWork work,
        IReadOnlyCollection<string>? hides = null
    )
    {
        await work.List<string>($"select u.id from auth.users u order by u.id {work.ForUpdate("u")}");
        await work.List<string>($"select r.key from auth.roles r where r.id = any(@ids) order by r.key {work.ForUpdate("r")}", new { ids });
        var giver = work.Caller!; // previews and runs have a caller
        var isFree = !await work.HasCeiling(giver.Id);
        var rows = await work.List<Row>(
            """
            select r.id, r.key, r.name, r.grants, r.hides, r.is_built_in, r.closed_by is not null as is_retired,
                   (select count(*) from auth.user_roles h where h.role = r.key and h.closed_by is null)
                   + (select count(*) from auth.invitations i where i.role = r.key and i.accepted_at is null and i.expires_at > now()) as holders,
                   coalesce((select p.role = r.key from auth.team_members p where p.id = @giver), false) as is_own,
                   (select count(*) + count(c.closed_by) from auth.role_changes c where c.role = r.key)
                   + (select count(*) + count(c.closed_by) from auth.role_ceilings c where c.role = r.key)
                   + (select count(*) + count(c.closed_by) from auth.role_segments c where c.role = r.key)
                   + (select count(*) + count(c.closed_by) from auth.role_hides c where c.role = r.key) + case when r.closed_by is null then 1 else 2 end as revision
              from auth.roles_now r
             where r.id = any(@ids)
             order by r.id
            """,
            new { ids, giver = giver.Id }
        );
        return
        [
            .. rows.Select(row => new RoleFacts(
                row.Id,
                row.Key,
                row.Name,
                row.Grants,
                row.Hides,
                row.IsBuiltIn,
                row.IsRetired,
                row.Holders,
                row.IsOwn,
                isFree && catalogue.CanGrant(giver, row.Grants.Concat(wanted), hides is null ? row.Hides : [.. row.Hides.Intersect(hides)]),
                row.Revision
            )),
        ];
    }

    /// <param name="except">Key of the role that can have the name.</param>
    internal static async Task<bool> IsTaken(string name, string? except, UnitOfWork work) =>
        await work.One<bool>(
            "select exists (select from auth.roles_now r where lower(r.name) = lower(@name) and r.closed_by is null and r.key is distinct from @except)",
            new { name, except }
        );

    /// <summary>After a change to a role, updates its name in the log and rotates the session secrets of everyone with the role.</summary>
    internal static async Task Follow(IReadOnlyCollection<string> ids, UnitOfWork work)
    {
        var people = await work.List<string>(
            "select p.id from auth.team_members p join auth.roles r on r.key = p.role where r.id = any(@ids) order by p.id",
            new { ids }
        );
        await Membership.Rotate([.. people], work);
        foreach (var role in await work.List<NameRow>("select id, name from auth.roles_now where id = any(@ids)", new { ids }))
            await work.SetName(role.Id, "role", role.Name);
    }

    private sealed record Row(
        string Id,
        string Key,
        string Name,
        string[] Grants,
        string[] Hides,
        bool IsBuiltIn,
        bool IsRetired,
        long Holders,
        bool IsOwn,
        long Revision
    );

    private sealed record NameRow(string Id, string Name);
}
