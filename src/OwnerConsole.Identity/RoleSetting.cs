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
    private readonly StateRows _rows;

    private RoleSetting(string table, string column) => (_table, _column, _rows) = (table, column, new(table, TeamRoles.IdOfRole));

    /// <param name="role">Key of the role.</param>
    /// <returns>Null when no value is set.</returns>
    public Task<T?> Of<T>(string role, UnitOfWork work) =>
        work.One<T?>($"select {_column} from {_table} where role = @role and closed_by is null", new { role });

    /// <param name="ids">Ids of the roles.</param>
    public async Task Set<T>(IReadOnlyCollection<string> ids, T value, UnitOfWork work)
    {
        await _rows.Close(ids, work);
        await work.Execute(
            $"insert into {_table} (role, opened_by, {_column}) select key, @RunId, @value from auth.roles where id = any(@ids)",
            new
            {
                ids,
                value,
                work.RunId,
            }
        );
    }

    /// <param name="ids">Ids of the roles.</param>
    /// <returns>Roles whose previous value was restored: those without a later change.</returns>
    public Task<IReadOnlyList<string>> Undo(IReadOnlyCollection<string> ids, string undoneRun, UnitOfWork work) => _rows.Undo(ids, undoneRun, work);
}
