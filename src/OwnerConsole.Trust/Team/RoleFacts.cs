using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Trust.Team;

/// <summary>What decides about a role.</summary>
/// <param name="Holders">who has it, is removed with it, or is invited to it</param>
/// <param name="IsOwn">whoever asks has it</param>
/// <param name="IsWithin">whoever asks may all that it may, and has no ceiling that it would get around</param>
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
    internal static Refusal NameTaken => new("name_taken", $"There is a role with this name.");

    internal static Refusal Beyond =>
        new("beyond_your_own", $"Nobody can hand out more than they have: no permission of somebody else's, and none at all under a ceiling.");

    public string TenantId => IdSource.Platform;

    /// <returns>why nothing is decided about this role, whatever it would be; null when something can be</returns>
    public Refusal? Trouble =>
        this switch
        {
            { IsRetired: true } => new("retired", $"{this} is retired."),
            { IsOwn: true } => new("own_role", $"Nobody changes their own role. Somebody else can."),
            { IsWithin: false } => Beyond,
            _ => null,
        };

    /// <summary>Takes the whole team while an operation is carried out: nobody is given a role that is retired at the same moment.</summary>
    /// <param name="wanted">words that the role is to have as well</param>
    /// <param name="hides">all that it is to hide; null for what it hides now</param>
    public static async Task<IReadOnlyList<RoleFacts>> Load(
        IReadOnlyList<string> ids,
        IEnumerable<string> wanted,
        Catalogue catalogue,
        Work work,
        IReadOnlyCollection<string>? hides = null
    )
    {
        await work.List<string>($"select u.id from auth.users u order by u.id {work.ForUpdate("u")}");
        await work.List<string>($"select r.key from auth.roles r where r.id = any(@ids) order by r.key {work.ForUpdate("r")}", new { ids });
        var giver = work.Caller!; // who asks is known in a preview and in a run
        var isFree = !await work.HasCeiling(giver.Id);
        var rows = await work.List<Row>(
            """
            select r.id, r.key, r.name, r.grants, r.hides, r.is_built_in, r.closed_by is not null as is_retired,
                   (select count(*) from auth.user_roles h where h.role = r.key and h.closed_by is null)
                   + (select count(*) from auth.invitations i where i.role = r.key and i.accepted_at is null and i.expires_at > now()) as holders,
                   coalesce((select p.role = r.key from auth.people p where p.id = @giver), false) as is_own,
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
                isFree && catalogue.MayGive(giver, row.Grants.Concat(wanted), hides is null ? row.Hides : [.. row.Hides.Intersect(hides)]),
                row.Revision
            )),
        ];
    }

    /// <param name="except">the key of the role that may have it</param>
    internal static async Task<bool> IsTaken(string name, string? except, Work work) =>
        await work.One<bool>(
            "select exists (select from auth.roles_now r where lower(r.name) = lower(@name) and r.closed_by is null and r.key is distinct from @except)",
            new { name, except }
        );

    /// <summary>After what a role is called, or may, is another matter: the log calls it so, and who has it gets another secret.</summary>
    internal static async Task Follow(IReadOnlyCollection<string> ids, Work work)
    {
        var people = await work.List<string>(
            "select p.id from auth.people p join auth.roles r on r.key = p.role where r.id = any(@ids) order by p.id",
            new { ids }
        );
        await Membership.Rotate([.. people], work);
        foreach (var role in await work.List<Named>("select id, name from auth.roles_now where id = any(@ids)", new { ids }))
            await work.Name(role.Id, "role", role.Name);
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

    private sealed record Named(string Id, string Name);
}
