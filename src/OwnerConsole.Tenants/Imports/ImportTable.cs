using OwnerConsole.Pure.Imports;

namespace OwnerConsole.Tenants.Imports;

/// <summary>The rows of an uploaded file as texts. They can be read several times.</summary>
internal abstract class ImportTable
{
    /// <summary>Null for an Excel file.</summary>
    public virtual FileEncoding? Encoding => null;

    /// <summary>Null for an Excel file.</summary>
    public virtual FileSeparator? Separator => null;

    /// <summary>Name of the sheet of an Excel file; null for a text file.</summary>
    public virtual string? Sheet => null;

    /// <returns>The cells of each row, the header first. Blank rows are left out.</returns>
    /// <exception cref="OwnerConsole.Data.Problem">422: a row can't be read.</exception>
    public abstract IEnumerable<IReadOnlyList<string>> Records();
}
