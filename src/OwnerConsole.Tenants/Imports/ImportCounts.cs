namespace OwnerConsole.Tenants.Imports;

/// <summary>Number of rows of an import by result.</summary>
/// <param name="New">Not checked yet.</param>
/// <param name="Creates">Ready rows that create a tenant or member.</param>
/// <param name="Updates">Ready rows that fill empty fields.</param>
/// <param name="Conflicts">Ready rows with a field that has another value now.</param>
/// <param name="Unchanged">Ready rows that differ in nothing.</param>
/// <param name="Errors">Rows that can't be imported.</param>
/// <param name="Applied">Rows that created or changed a tenant or member.</param>
/// <param name="Skipped">Rows that changed nothing.</param>
/// <param name="Failed">Rows that were refused while the import was applied.</param>
/// <param name="Reverted">Rows that were undone.</param>
/// <param name="Kept">Rows that were not undone, because something changed since.</param>
public sealed record ImportCounts(
    long New,
    long Creates,
    long Updates,
    long Conflicts,
    long Unchanged,
    long Errors,
    long Applied,
    long Skipped,
    long Failed,
    long Reverted,
    long Kept
)
{
    /// <summary>Rows that can be imported.</summary>
    internal long Ready => Creates + Updates + Conflicts + Unchanged;

    /// <summary>Ready rows that can change something under a policy.</summary>
    internal long Changes(ConflictPolicy policy) => policy is ConflictPolicy.KeepOurs ? Creates : Creates + Updates + Conflicts;
}
