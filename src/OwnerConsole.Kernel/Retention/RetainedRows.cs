namespace OwnerConsole.Kernel.Retention;

/// <summary>Rows of one table that a retention policy deletes. All members are SQL of the code about the row <c>r</c>.</summary>
/// <param name="Table">Table with its schema. It has the column tenant_id.</param>
/// <param name="Age">Time from which the age of a row counts, such as <c>r.created_at</c>.</param>
/// <param name="Due">Condition for rows to delete, given an expression of type interval for the retention period.</param>
public sealed record RetainedRows(string Table, string Age, Func<string, string> Due)
{
    /// <summary>Whether no row is deleted while any legal hold is in force, because rows of tenants on hold depend on it.</summary>
    public bool WaitForHolds { get; init; }

    /// <summary>Whether all rows belong to tnt_platform, so that no legal hold covers them.</summary>
    public bool BelongToPlatform { get; init; }

    /// <summary>Condition for the rows that the policy is about; null for all rows of the table.</summary>
    public string? Condition { get; init; }

    /// <summary>Whether each row is a tenant, so that a hold on one of its members covers it as well.</summary>
    public bool AreTenants { get; init; }

    /// <summary>Expression for the ID of the member that a row is about, or <c>any(…)</c> of several; null if rows belong to whole tenants.</summary>
    public string? Member { get; init; }

    /// <summary>
    /// Conditions for each of which an index has the rows in the order of their age, which together apply to all rows. Empty without such an index: then only
    /// some rows are compared to find the oldest.
    /// </summary>
    public IReadOnlyList<string> AgeIndexes { get; init; } = ["true"];

    /// <summary>Columns of deleted rows that <see cref="Dependents"/> use; null without dependents.</summary>
    public string? Key { get; init; }

    /// <summary>Statements that delete what belongs to deleted rows, which are the rows of <c>gone</c>.</summary>
    public IReadOnlyList<string> Dependents { get; init; } = [];

    /// <summary>Rows that are deleted or kept after their age alone: those older than the period.</summary>
    /// <param name="table">Table with its schema.</param>
    /// <param name="age">Column with the time from which the age counts.</param>
    public static RetainedRows OlderThan(string table, string age) => new(table, $"r.{age}", keep => $"r.{age} < now() - {keep}");

    /// <summary>Values of <see cref="AgeIndexes"/> for a table with an index by the column <c>grain</c> and the age.</summary>
    /// <param name="grains">All grains of the table.</param>
    public static IReadOnlyList<string> ByGrain(params IEnumerable<string> grains) => [.. grains.Select(grain => $"r.grain = '{grain}'")];

    internal string IsOwn => BelongToPlatform ? "r.tenant_id = 'tnt_platform'" : Condition ?? "true";

    internal string IsHeld =>
        BelongToPlatform ? "false"
        : AreTenants ? LegalHolds.CoversAny("r")
        : LegalHolds.Covers("r", Member);
}
