using OwnerConsole.Data;
using OwnerConsole.Pure.Imports;

namespace OwnerConsole.Tenants.Imports;

/// <summary>An import, as the API returns it.</summary>
/// <param name="Id">ID of the import (imp_…).</param>
/// <param name="Kind">What the rows are.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="IsStopped">Whether it was stopped while it was applied.</param>
/// <param name="RunId">Run that applies it; null before and after an undo.</param>
/// <param name="Rows">Number of rows after the header.</param>
/// <param name="Columns">Columns of the file with their fields.</param>
/// <param name="Conflicts">What happens with tenants and members that exist and differ from the file.</param>
/// <param name="Encoding">Detected encoding; null for an Excel file.</param>
/// <param name="Separator">Detected separator; null for an Excel file.</param>
/// <param name="Sheet">Name of the sheet of an Excel file; null for a text file.</param>
/// <param name="CreatedBy">Who uploaded it (usr_… or key_…).</param>
/// <param name="Mode">Whether the rows are about live or test tenants.</param>
public sealed record ImportView(
    string Id,
    ImportKind Kind,
    string Name,
    ImportState State,
    bool IsStopped,
    string? RunId,
    int Rows,
    IReadOnlyList<ImportColumn> Columns,
    ConflictPolicy Conflicts,
    FileEncoding? Encoding,
    FileSeparator? Separator,
    string? Sheet,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    Mode Mode
)
{
    internal static ImportView Of(DataImport import) =>
        new(
            import.Id,
            import.Kind,
            import.Name,
            import.State,
            import.IsStopped,
            import.AppliedBy,
            import.RowCount,
            [.. import.Headers.Select((header, column) => new ImportColumn(header, import.Mapping[column] is { Length: > 0 } field ? field : null))],
            import.Conflicts,
            import.Encoding,
            import.Separator,
            import.Sheet,
            import.CreatedBy,
            import.CreatedAt,
            import.Mode
        );
}

/// <summary>A column of an imported file.</summary>
/// <param name="Header">Text in the first row of the file.</param>
/// <param name="Field">Field that it is imported into, such as name or attributes.industry; null for none.</param>
public sealed record ImportColumn(string Header, string? Field);

/// <summary>An import with its results.</summary>
/// <param name="Import">The import.</param>
/// <param name="Counts">Number of rows by result.</param>
public sealed record ImportDetails(ImportView Import, ImportCounts Counts);
