using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Identity;

/// <summary>Roles and removals of team members. Each change is a row that is opened by one run and closed by another.</summary>
public static class Membership
{
    private static readonly StateRows UserRoles = new("auth.user_roles", "user_id");
    private static readonly StateRows Removals = new("auth.removals", "user_id");

    /// <summary>Takes effect with the next request, even for people who are signed in.</summary>
    public static async Task SetRole(IReadOnlyCollection<string> people, string role, UnitOfWork work)
    {
        await UserRoles.Close(people, work);
        await work.Execute(
            "insert into auth.user_roles (user_id, role, opened_by) select p, @role, @RunId from unnest(@people) p",
            new
            {
                people,
                role,
                work.RunId,
            }
        );
        await Rotate(people, work);
    }

    /// <summary>Replaces session cookies after a permission change, so that cookies planted or stolen before it soon become useless.</summary>
    public static Task Rotate(IReadOnlyCollection<string> people, UnitOfWork work) =>
        work.Execute("update auth.sessions set rotates = true where user_id = any(@people) and closed_at is null and stage = 'open'", new { people });

    /// <returns>People who still have the role that a run gave them, with the permissions they will have after undoing it.</returns>
    public static Task<IReadOnlyList<PreviousRole>> RolesOf(string run, UnitOfWork work) =>
        work.List<PreviousRole>(
            """
            select h.user_id, coalesce(r.grants, u.grants) as grants, coalesce(r.hides, '{}') as hides
              from auth.user_roles h
              join auth.team_members p on p.id = h.user_id
              join auth.users u on u.id = h.user_id
              left join auth.user_roles b on b.user_id = h.user_id and b.closed_by = @run
              left join auth.roles_now r on r.key = b.role
             where h.opened_by = @run and h.closed_by is null and r.closed_by is null
            """,
            new { run }
        );

    public static async Task UndoSetRole(IReadOnlyCollection<string> people, string undoneRun, UnitOfWork work)
    {
        await UserRoles.Undo(people, undoneRun, work);
        await Rotate(people, work);
    }

    /// <summary>Denies access from now on. Open sign-in sessions end with the next request, on every node.</summary>
    public static async Task Remove(IReadOnlyCollection<string> people, UnitOfWork work)
    {
        var args = new { people, work.RunId };
        await work.Execute("insert into auth.removals (user_id, opened_by) select p, @RunId from unnest(@people) p", args);
        await work.Execute($"update auth.sessions s set closed_at = now(), pending = null where s.user_id = any(@people) and {Sessions.IsNotClosed}", args);
    }

    /// <summary>Ends sign-in sessions with the next request, on every node. Undo doesn't reopen one that had already been replaced.</summary>
    public static Task EndSessions(IReadOnlyCollection<string> people, UnitOfWork work) =>
        work.Execute(
            $"""
            update auth.sessions s
               set closed_at = now(), closed_by = case when s.closed_at is null then @RunId end, pending = null
             where s.user_id = any(@people) and {Sessions.IsNotClosed}
            """,
            new { people, work.RunId }
        );

    /// <returns>People with sign-in sessions that this run had ended and that are valid again.</returns>
    public static Task<IReadOnlyList<string>> ReopenSessions(IReadOnlyCollection<string> people, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            with back as (
              update auth.sessions set closed_at = null, closed_by = null where user_id = any(@people) and closed_by = @undoneRun returning user_id)
            select distinct user_id from back
            """,
            new { people, undoneRun }
        );

    /// <returns>People that this run had removed and who are team members again.</returns>
    public static Task<IReadOnlyList<string>> Restore(IReadOnlyCollection<string> people, string undoneRun, UnitOfWork work) =>
        Removals.CloseOpenedBy(people, undoneRun, work);
}

/// <param name="Grants">Permissions from before the change.</param>
public sealed record PreviousRole(string UserId, string[] Grants, string[] Hides);
