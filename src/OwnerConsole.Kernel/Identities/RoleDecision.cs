using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>One thing that runs decide about a role as a whole: each decision is a row that one run opens and the next closes.</summary>
public sealed class RoleDecision
{
    /// <summary>Which tenants the people of a role see: the words of a <see cref="Identities.Segment"/>; null for all.</summary>
    public static readonly RoleDecision Segment = new("auth.role_segments", "segment");

    /// <summary>Words of the classes of fields that they are not shown, see <see cref="Hidden"/>.</summary>
    public static readonly RoleDecision Hides = new("auth.role_hides", "hides");

    private readonly string _table;
    private readonly string _column;

    private RoleDecision(string table, string column) => (_table, _column) = (table, column);

    /// <param name="role">its key</param>
    /// <returns>null where nothing was decided</returns>
    public Task<T?> Of<T>(string role, Work work) => work.One<T?>($"select {_column} from {_table} where role = @role and closed_by is null", new { role });

    /// <param name="roles">keys</param>
    public async Task Set<T>(IReadOnlyCollection<string> roles, T value, Work work)
    {
        var args = new
        {
            roles,
            value,
            work.RunId,
        };
        await work.Do($"update {_table} set closed_by = @RunId where role = any(@roles) and closed_by is null", args);
        await work.Do($"insert into {_table} (role, opened_by, {_column}) select r, @RunId, @value from unnest(@roles) r", args);
    }

    /// <param name="ids">of roles</param>
    /// <returns>those of which nobody has decided anew since</returns>
    public async Task<IReadOnlyList<string>> TakeBack(IReadOnlyCollection<string> ids, string undoneRun, Work work)
    {
        var back = await work.List<string>(
            $"""
            update {_table} s set closed_by = @RunId from auth.roles r
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
            $"update {_table} set closed_by = null where closed_by = @undoneRun and role in (select key from auth.roles where id = any(@back))",
            new { undoneRun, back }
        );
        return back;
    }
}
