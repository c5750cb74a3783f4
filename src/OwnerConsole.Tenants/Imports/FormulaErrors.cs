using System.Globalization;
using System.Xml;

namespace OwnerConsole.Tenants.Imports;

/// <summary>What spreadsheets write as the value of a formula that can't be calculated.</summary>
internal static class FormulaErrors
{
    /// <summary>Maximum number of errors that are kept in memory.</summary>
    private const int MaxErrors = 100_000;

    private const string Other = "#VALUE!";

    /// <summary>Excel files have the English names, and CSV files those of the language of the spreadsheet program, such as German.</summary>
    private static readonly string[] s_names =
    [
        "#N/A",
        "#REF!",
        Other,
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#NV",
        "#BEZUG!",
        "#WERT!",
        "#ZAHL!",
    ];

    public static bool Contains(string text) => s_names.Contains(text);

    /// <summary>Finds the errors of a sheet, because the library reads them as empty cells.</summary>
    /// <param name="sheet">XML of the sheet, which <see cref="WorkbookPackage"/> has checked.</param>
    /// <returns>Names of errors by row and column, which start at 0.</returns>
    /// <exception cref="OwnerConsole.Data.Problem">422: the sheet has too many errors.</exception>
    public static Dictionary<(int Row, int Column), string> Find(Stream sheet, CancellationToken stop)
    {
        var errors = new Dictionary<(int Row, int Column), string>();
        var (row, column, isError) = (-1, -1, false);
        using var xml = WorkbookPackage.OpenXml(sheet);
        while (xml.Read())
        {
            if (xml.NodeType is not XmlNodeType.Element)
                continue;
            switch (xml.LocalName)
            {
                case "row":
                    stop.ThrowIfCancellationRequested();
                    row = int.TryParse(xml.GetAttribute("r"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number - 1 : row + 1;
                    column = -1;
                    break;
                case "c":
                    column = ColumnOf(xml.GetAttribute("r")) ?? column + 1;
                    isError = xml.GetAttribute("t") == "e";
                    break;
                case "v" when isError:
                    if (errors.Count >= MaxErrors)
                        throw WorkbookPackage.TooLarge();
                    var text = xml.ReadElementContentAsString().Trim();
                    if (text.Length > 0)
                        errors[(row, column)] = Contains(text) ? text : Other;
                    isError = false;
                    break;
            }
        }
        return errors;
    }

    /// <param name="reference">Reference of a cell, such as AB12.</param>
    /// <returns>27 for AB12; null if it has no letters.</returns>
    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in reference ?? "")
        {
            if (!char.IsAsciiLetterUpper(letter) || column > ushort.MaxValue)
                break;
            column = (column * 26) + (letter - 'A') + 1;
        }
        return column > 0 ? column - 1 : null;
    }
}
