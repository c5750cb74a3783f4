namespace OwnerConsole.Tenants.Imports;

/// <summary>Types of files of spreadsheets, by their first bytes.</summary>
internal enum WorkbookType
{
    /// <summary>Not a spreadsheet, such as a text file.</summary>
    None,

    /// <summary>A zip archive, which an Excel file (.xlsx) is.</summary>
    Current,

    /// <summary>A compound document: Excel 97 to 2003 (.xls), or a file with a password.</summary>
    Old,
}
