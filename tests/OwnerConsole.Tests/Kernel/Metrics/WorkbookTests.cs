using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Workbook = OwnerConsole.Kernel.Metrics.Workbook;

namespace OwnerConsole.Tests.Kernel.Metrics;

public sealed partial class WorkbookTests
{
    private static readonly string[] s_evil =
    [
        "=HYPERLINK(\"http://evil.example\")",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1",
        "'=1",
        " two\nlines ",
        "<b>&amp;",
        "_x0041_",
    ];

    [Fact]
    public void A_text_is_a_text_whatever_it_begins_with_and_comes_back_as_it_was()
    {
        var file = Workbook.Of(new(["what"], [.. s_evil.Select(text => (IReadOnlyList<object?>)[text])]), "Evil");

        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        var cells = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>().Skip(1).ToList();
        cells.ShouldAllBe(cell => cell.CellFormula == null && cell.DataType! == CellValues.InlineString);
        cells.Select(cell => Shown(cell.InlineString!.InnerText)).ShouldBe(s_evil);
    }

    /// <summary>As a spreadsheet reads it: a letter may be written by its number.</summary>
    private static string Shown(string written) =>
        Numbered().Replace(written, found => ((char)int.Parse(found.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex("_x([0-9A-F]{4})_", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbered();

    [Theory]
    [InlineData("Sessions", "Sessions")]
    [InlineData("Calls [v2]: a/b?", "Calls  v2   a b")]
    [InlineData("'quoted'", "quoted")]
    [InlineData("A meter that somebody has given a long name", "A meter that somebody has given")]
    [InlineData("*", "Sheet")]
    public void A_sheet_has_a_name_that_spreadsheets_take(string name, string taken)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Workbook.Of(new(["what"], []), name)), isEditable: false);

        document.WorkbookPart!.Workbook.Descendants<Sheet>().Single().Name!.Value.ShouldBe(taken);
    }
}
