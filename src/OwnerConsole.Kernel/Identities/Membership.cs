using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>What runs decide about people of the team: each decision is a row that one run opens and another closes.</summary>
public static class Membership
{
    /// <summary>From the next request on, also for who is signed in.</summary>
    public static async Task SetRole(IReadOnlyCollection<string> people, string role, Work work)
    {
        var args = new
        {
            people,
            role,
            work.RunId,
        };
        await work.Do("update auth.user_roles set closed_by = @RunId where user_id = any(@people) and closed_by is null", args);
        await work.Do("insert into auth.user_roles (user_id, role, opened_by) select p, @role, @RunId from unnest(@people) p", args);
        await Rotate(people, work);
    }

    /// <summary>What they may do is another matter now: a cookie that was planted or taken before is worth nothing soon.</summary>
    public static Task Rotate(IReadOnlyCollection<string> people, Work work) =>
        work.Do("update auth.sessions set rotates = true where user_id = any(@people) and closed_at is null and stage = 'open'", new { people });

    /// <returns>whom a run gave a role that they still have, and what they may do once it is taken back</returns>
    public static Task<IReadOnlyList<Before>> RolesOf(string run, Work work) =>
        work.List<Before>(
            """
            select h.user_id, coalesce(r.grants, u.grants) as grants, coalesce(r.hides, '{}') as hides
              from auth.user_roles h
              join auth.people p on p.id = h.user_id
              join auth.users u on u.id = h.user_id
              left join auth.user_roles b on b.user_id = h.user_id and b.closed_by = @run
              left join auth.roles_now r on r.key = b.role
             where h.opened_by = @run and h.closed_by is null and r.closed_by is null
            """,
            new { run }
        );

    public static async Task TakeRoleBack(IReadOnlyCollection<string> people, string undoneRun, Work work)
    {
        var args = new
        {
            people,
            undoneRun,
            work.RunId,
        };
        await work.Do("update auth.user_roles set closed_by = @RunId where user_id = any(@people) and opened_by = @undoneRun and closed_by is null", args);
        await work.Do("update auth.user_roles set closed_by = null where user_id = any(@people) and closed_by = @undoneRun", args);
        await Rotate(people, work);
    }

    /// <summary>They are refused from now on, and where they are signed in ends with the next click, on every node.</summary>
    public static async Task Remove(IReadOnlyCollection<string> people, Work work)
    {
        var args = new { people, work.RunId };
        await work.Do("insert into auth.removals (user_id, opened_by) select p, @RunId from unnest(@people) p", args);
        await work.Do("update auth.sessions set closed_at = now(), pending = null where user_id = any(@people) and closed_at is null", args);
    }

    /// <summary>Where they are signed in ends with the next click, on every node.</summary>
    public static Task EndSessions(IReadOnlyCollection<string> people, Work work) =>
        work.Do(
            "update auth.sessions set closed_at = now(), closed_by = @RunId, pending = null where user_id = any(@people) and closed_at is null",
            new { people, work.RunId }
        );

    /// <returns>those of whom a session is good again that this run had ended</returns>
    public static Task<IReadOnlyList<string>> ReopenSessions(IReadOnlyCollection<string> people, string undoneRun, Work work) =>
        work.List<string>(
            """
            with back as (
              update auth.sessions set closed_at = null, closed_by = null where user_id = any(@people) and closed_by = @undoneRun returning user_id)
            select distinct user_id from back
            """,
            new { people, undoneRun }
        );

    /// <returns>those that this run had removed and who are here again</returns>
    public static Task<IReadOnlyList<string>> BringBack(IReadOnlyCollection<string> people, string undoneRun, Work work) =>
        work.List<string>(
            "update auth.removals set closed_by = @RunId where user_id = any(@people) and opened_by = @undoneRun and closed_by is null returning user_id",
            new
            {
                people,
                undoneRun,
                work.RunId,
            }
        );
}

/// <param name="Grants">what they may do by what they had before</param>
public sealed record Before(string UserId, string[] Grants, string[] Hides);
