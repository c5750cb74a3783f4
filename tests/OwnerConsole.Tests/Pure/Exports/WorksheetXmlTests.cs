using System.Xml.Linq;
using OwnerConsole.Pure.Exports;

namespace OwnerConsole.Tests.Pure.Exports;

public sealed class WorksheetXmlTests
{
    private static readonly XNamespace s_main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Fact]
    public void Cells_keep_numbers_texts_and_empty_values()
    {
        var cells = XElement.Parse(WorksheetXml.Row([-2.5m, "=HYPERLINK(1)", null, " a & b <c> "])).Elements().ToList();

        cells.Select(cell => (string?)cell.Attribute("t")).ShouldBe([null, "inlineStr", null, "inlineStr"]);
        cells.Select(cell => cell.Value).ShouldBe(["-2.5", "=HYPERLINK(1)", "", " a & b <c> "]);
    }

    [Theory]
    [InlineData("\r\n\t", "_x000D_\n\t")]
    [InlineData("bell\u0007", "bell_x0007_")]
    [InlineData("_x0041_ stays", "_x005F_x0041_ stays")]
    [InlineData("\uFFFF", "_xFFFF_")]
    [InlineData("\U0001F600", "\U0001F600")]
    public void Characters_that_XML_forbids_are_escaped_for_spreadsheets(string text, string stored) =>
        XElement.Parse(WorksheetXml.Row([text])).Value.ShouldBe(stored);

    [Fact]
    public void Text_longer_than_a_cell_allows_is_truncated() => XElement.Parse(WorksheetXml.Row([new string('a', 40_000)])).Value.Length.ShouldBe(32_767);

    [Fact]
    public void Workbook_parts_are_well_formed_and_refer_to_the_sheet()
    {
        var parts = WorksheetXml.Parts("List & more").ToDictionary(part => part.Path, part => XDocument.Parse(part.Text));

        parts["[Content_Types].xml"].ToString().ShouldContain($"/{WorksheetXml.Path}");
        parts["xl/_rels/workbook.xml.rels"].ToString().ShouldContain("worksheets/sheet1.xml");
        parts["xl/workbook.xml"].Descendants(s_main + "sheet").Single().Attribute("name")!.Value.ShouldBe("List & more");
        XDocument.Parse(WorksheetXml.Begin + WorksheetXml.Row(["x"]) + WorksheetXml.End).Root!.Name.ShouldBe(s_main + "worksheet");
    }
}
