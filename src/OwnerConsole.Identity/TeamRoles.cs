using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Identity;

/// <summary>Roles of the team. Each change is a row that is opened by one run and closed by another.</summary>
public static class TeamRoles
{
    /// <summary>SQL condition for an unchanged role that no current or removed person has and no open invitation offers.</summary>
    private const string IsFree = """
        not exists (select from auth.user_roles h where h.role = this.key and h.closed_by is null)
               and not exists (select from auth.invitations i where i.role = this.key and i.accepted_at is null and i.expires_at > now())
               and not exists (select from auth.role_changes c where c.role = this.key and c.closed_by is null)
               and not exists (select from auth.role_ceilings c where c.role = this.key and c.closed_by is null)
        """;

    /// <summary>SQL condition for a role whose name no other role has.</summary>
    private const string IsNameFree = """
        not exists (select from auth.roles_now n join auth.roles_now o on lower(o.name) = lower(n.name)
                                where n.key = this.key and o.closed_by is null and o.key <> n.key)
        """;

    /// <summary>SQL expression for the id of the role of a row.</summary>
    internal const string IdOfRole = "(select r.id from auth.roles r where r.key = this.role)";

    private static readonly StateRows Roles = new("auth.roles", "id");
    private static readonly StateRows Changes = new("auth.role_changes", IdOfRole) { AreStacked = true, Conflict = "other.role = this.role" };
    private static readonly StateRows Ceilings = new("auth.role_ceilings", IdOfRole)
    {
        AreStacked = true,
        Conflict = "other.role = this.role and other.permission = this.permission",
    };

    public static Task Create(string id, string key, string name, string[] permissions, IReadOnlyList<string> hides, UnitOfWork work) =>
        work.Execute(
            "insert into auth.roles (key, name, grants, hides, place, id, opened_by) values (@key, @name, @permissions, @hides, 100, @id, @RunId)",
            new
            {
                id,
                key,
                name,
                permissions,
                hides,
                work.RunId,
            }
        );

    /// <summary>Undoes the creation of roles that are still unused and unchanged.</summary>
    /// <returns>Ids of the removed roles.</returns>
    public static Task<IReadOnlyList<string>> UndoCreate(string undoneRun, UnitOfWork work) => Roles.CloseOpenedBy(ids: null, undoneRun, work, IsFree);

    public static Task Change(string key, string name, string[] permissions, UnitOfWork work) =>
        work.Execute(
            "insert into auth.role_changes (role, name, grants, opened_by, opened_at) values (@key, @name, @permissions, @RunId, clock_timestamp())",
            new
            {
                key,
                name,
                permissions,
                work.RunId,
            }
        );

    /// <returns>Permissions that the roles changed by a run will have after undoing it.</returns>
    public static Task<IReadOnlyList<PreviousRoleGrants>> ListPrevious(string undoneRun, UnitOfWork work) =>
        work.List<PreviousRoleGrants>(
            """
            select r.id, coalesce(b.grants, r.grants) as grants
              from auth.roles r
              join auth.role_changes c on c.role = r.key and c.opened_by = @undoneRun and c.closed_by is null
              left join lateral (select b.grants from auth.role_changes b
                                  where b.role = r.key and b.closed_by is null and b.opened_at < c.opened_at order by b.opened_at desc limit 1) b on true
            """,
            new { undoneRun }
        );

    /// <returns>Ids of the restored roles: those that were not changed again.</returns>
    public static Task<IReadOnlyList<string>> UndoChange(IReadOnlyCollection<string> ids, string undoneRun, UnitOfWork work) =>
        Changes.CloseOpenedBy(ids, undoneRun, work);

    public static Task Retire(IReadOnlyCollection<string> ids, UnitOfWork work) => Roles.Close(ids, work);

    /// <returns>Ids of the restored roles: those whose name is not taken by another role.</returns>
    public static Task<IReadOnlyList<string>> Restore(IReadOnlyCollection<string> ids, string undoneRun, UnitOfWork work) =>
        Roles.Reopen(ids, undoneRun, work, IsNameFree);

    /// <param name="ceiling">A ceiling without numbers removes the previous one.</param>
    public static Task SetCeiling(IReadOnlyCollection<string> keys, Ceiling ceiling, UnitOfWork work) =>
        work.Execute(
            """
            insert into auth.role_ceilings (role, permission, per, subjects, minor_units, opened_by, opened_at)
            select k, @Permission, @Per, @Subjects, @MinorUnits, @RunId, clock_timestamp() from unnest(@keys) k
            """,
            new
            {
                keys,
                ceiling.Permission,
                ceiling.Per,
                ceiling.Subjects,
                ceiling.MinorUnits,
                work.RunId,
            }
        );

    /// <returns>Ids of the roles whose ceiling was restored: those whose ceiling was not set again.</returns>
    public static Task<IReadOnlyList<string>> UndoSetCeiling(IReadOnlyCollection<string> ids, string undoneRun, UnitOfWork work) =>
        Ceilings.CloseOpenedBy(ids, undoneRun, work);
}

/// <param name="Grants">Permissions of the role before the change.</param>
public sealed record PreviousRoleGrants(string Id, string[] Grants);
