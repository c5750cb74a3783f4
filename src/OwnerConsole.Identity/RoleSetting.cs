using OwnerConsole.Data;

namespace OwnerConsole.Identity;

/// <summary>A property of a whole role that runs set. Each value is a row that is opened by one run and closed by the next.</summary>
public sealed class RoleSetting
{
    /// <summary>Tenants that people with the role can access, as a query of a <see cref="Segment"/>; null for all.</summary>
    public static readonly RoleSetting Segment = new("auth.role_segments", "segment");

    /// <summary>Classes of fields that are hidden from the role, see <see cref="HiddenFields"/>.</summary>
    public static readonly RoleSetting Hides = new("auth.role_hides", "hides");

    private readonly string _table;
    private readonly string _column;

    private RoleSetting(string table, string column) => (_table, _column) = (table, column);

    /// <param name="role">Key of the role.</param>
    /// <returns>Null when no value is set.</returns>
    public Task<T?> Of<T>(string role, UnitOfWork work) =>
        work.One<T?>($"select {_column} from {_table} where role = @role and closed_by is null", new { role });

    /// <param name="roles">Keys of the roles.</param>
    public async Task Set<T>(IReadOnlyCollection<string> roles, T value, UnitOfWork work)
    {
        var args = new
        {
            roles,
            value,
            work.RunId,
        };
        await work.Execute($"update {_table} set closed_by = @RunId where role = any(@roles) and closed_by is null", args);
        await work.Execute($"insert into {_table} (role, opened_by, {_column}) select r, @RunId, @value from unnest(@roles) r", args);
    }

    /// <param name="ids">Ids of the roles.</param>
    /// <returns>Roles whose previous value was restored: those without a later change.</returns>
    public async Task<IReadOnlyList<string>> Undo(IReadOnlyCollection<string> ids, string undoneRun, UnitOfWork work)
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
        await work.Execute(
            $"update {_table} set closed_by = null where closed_by = @undoneRun and role in (select key from auth.roles where id = any(@back))",
            new { undoneRun, back }
        );
        return back;
    }
}
