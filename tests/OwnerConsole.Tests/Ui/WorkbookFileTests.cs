using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tests.Ui;

public sealed partial class WorkbookFileTests
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
        "bell\u0007",
        "\uFFFF",
        "\U0001F600",
    ];

    [Fact]
    public async Task Text_stays_text_whatever_its_first_character()
    {
        using var document = await Open(new(["what"], [.. s_evil.Select(text => (IReadOnlyList<object?>)[text])]), "Evil");

        var cells = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>().Skip(1).ToList();
        cells.ShouldAllBe(cell => cell.CellFormula == null && cell.DataType! == CellValues.InlineString);
        cells.Select(cell => Decode(cell.InlineString!.InnerText)).ShouldBe(s_evil);
        cells[Array.IndexOf(s_evil, " two\nlines ")].Descendants<Text>().Single().Space!.Value.ShouldBe(SpaceProcessingModeValues.Preserve); // otherwise Excel trims it
    }

    [Fact]
    public async Task Cells_keep_numbers_and_empty_values_and_long_text_is_truncated()
    {
        using var document = await Open(
            new(
                ["what"],
                [
                    [-2.5m, null, 1_234_567.25m, new string('a', 40_000)],
                ]
            ),
            "Values"
        );

        var cells = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>().Skip(1).ToList();
        cells.Select(cell => cell.CellValue?.Text).ShouldBe(["-2.5", null, "1234567.25", null]);
        cells[1].InlineString.ShouldBeNull();
        cells[3].InlineString!.InnerText.ShouldBe(new string('a', 32_767));
    }

    private static async Task<SpreadsheetDocument> Open(MetricTable table, string sheetName)
    {
        var body = new MemoryStream();
        await WorkbookFile.Of(table, "file.xlsx", sheetName).ExecuteAsync(new DefaultHttpContext { Response = { Body = body } });
        return SpreadsheetDocument.Open(new MemoryStream(body.ToArray()), isEditable: false);
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
    [InlineData("Sessions in the team 'Studio A' today", "Sessions in the team 'Studio A")]
    [InlineData("List & <more>", "List & <more>")]
    [InlineData("*", "Sheet")]
    public async Task A_sheet_gets_a_name_that_spreadsheets_accept(string name, string expected)
    {
        using var document = await Open(new(["what"], []), name);

        document.WorkbookPart!.Workbook.Descendants<Sheet>().Single().Name!.Value.ShouldBe(expected);
    }
}
