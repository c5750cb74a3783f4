using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>What runs decide about which tenants the people of a role see: each decision is a row that one run opens and another closes.</summary>
public static class RoleSegments
{
    /// <returns>the words of the segment; null for all tenants</returns>
    public static Task<string?> Of(string role, Work work) =>
        work.One<string?>("select segment from auth.role_segments where role = @role and closed_by is null", new { role });

    /// <param name="roles">keys</param>
    /// <param name="words">null for all tenants</param>
    public static async Task Set(IReadOnlyCollection<string> roles, string? words, Work work)
    {
        var args = new
        {
            roles,
            words,
            work.RunId,
        };
        await work.Do("update auth.role_segments set closed_by = @RunId where role = any(@roles) and closed_by is null", args);
        await work.Do("insert into auth.role_segments (role, opened_by, segment) select r, @RunId, @words from unnest(@roles) r", args);
    }

    /// <param name="ids">of roles</param>
    /// <returns>those of which nobody has decided anew since</returns>
    public static async Task<IReadOnlyList<string>> TakeBack(IReadOnlyCollection<string> ids, string undoneRun, Work work)
    {
        var back = await work.List<string>(
            """
            update auth.role_segments s set closed_by = @RunId from auth.roles r
             where r.key = s.role and r.id = any(@ids) and s.opened_by = @undoneRun and s.closed_by is null
            returning r.id
            """,
            new
            {
                ids,
                undoneRun,
                work.RunId,
            }
        );
        await work.Do(
            "update auth.role_segments set closed_by = null where closed_by = @undoneRun and role in (select key from auth.roles where id = any(@back))",
            new { undoneRun, back }
        );
        return back;
    }
}
