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
    public void Text_stays_text_whatever_its_first_character()
    {
        var file = Workbook.Of(new(["what"], [.. s_evil.Select(text => (IReadOnlyList<object?>)[text])]), "Evil");

        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        var cells = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>().Skip(1).ToList();
        cells.ShouldAllBe(cell => cell.CellFormula == null && cell.DataType! == CellValues.InlineString);
        cells.Select(cell => Decode(cell.InlineString!.InnerText)).ShouldBe(s_evil);
    }

    /// <summary>Decodes text as a spreadsheet does: a character can be written as its code.</summary>
    private static string Decode(string written) =>
        Numbered().Replace(written, found => ((char)int.Parse(found.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex("_x([0-9A-F]{4})_", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbered();

    [Theory]
    [InlineData("Sessions", "Sessions")]
    [InlineData("Calls [v2]: a/b?", "Calls  v2   a b")]
    [InlineData("'quoted'", "quoted")]
    [InlineData("A meter that somebody has given a long name", "A meter that somebody has given")]
    [InlineData("*", "Sheet")]
    public void A_sheet_gets_a_name_that_spreadsheets_accept(string name, string expected)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Workbook.Of(new(["what"], []), name)), isEditable: false);

        document.WorkbookPart!.Workbook.Descendants<Sheet>().Single().Name!.Value.ShouldBe(expected);
    }
}
