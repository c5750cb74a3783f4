using System.IO.Compression;
using System.Text;

namespace OwnerConsole.Tests.Tenants.Imports;

/// <summary>Builds Excel files part by part, so that they can contain what no spreadsheet program writes.</summary>
internal static class WorkbookBuilder
{
    private const string Namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        Documents = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>A workbook with a hidden sheet, the sheet Customers, and the sheet Other.</summary>
    /// <param name="rows">Rows of the sheet Customers, as elements.</param>
    /// <param name="other">Rows of the sheet Other.</param>
    /// <param name="texts">Shared texts, as elements.</param>
    public static byte[] Build(string rows, string other = "", string texts = "") =>
        Zip(
            (
                "[Content_Types].xml",
                """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>
                """
            ),
            (
                "_rels/.rels",
                $"""
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Documents}/officeDocument" Target="xl/workbook.xml"/></Relationships>
                """
            ),
            (
                "xl/workbook.xml",
                $"""
                <workbook xmlns="{Namespace}" xmlns:r="{Documents}"><sheets><sheet name="Notes" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Customers" sheetId="2" r:id="rId2"/><sheet name="Other" sheetId="3" r:id="rId3"/></sheets></workbook>
                """
            ),
            (
                "xl/_rels/workbook.xml.rels",
                $"""
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Documents}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Documents}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="{Documents}/worksheet" Target="worksheets/sheet3.xml"/><Relationship Id="rId4" Type="{Documents}/styles" Target="styles.xml"/><Relationship Id="rId5" Type="{Documents}/sharedStrings" Target="sharedStrings.xml"/></Relationships>
                """
            ),
            (
                "xl/styles.xml",
                $"""
                <styleSheet xmlns="{Namespace}"><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/><xf numFmtId="22" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>
                """
            ),
            ("xl/sharedStrings.xml", $"""<sst xmlns="{Namespace}">{texts}</sst>"""),
            ("xl/worksheets/sheet1.xml", Sheet("""<row r="1"><c r="A1" t="inlineStr"><is><t>Not for import</t></is></c></row>""")),
            ("xl/worksheets/sheet2.xml", Sheet(rows)),
            ("xl/worksheets/sheet3.xml", Sheet(other))
        );

    public static byte[] Zip(params (string Name, string Content)[] parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(content));
            }
        return file.ToArray();
    }

    /// <summary>A row of texts that are stored in their cells.</summary>
    /// <param name="number">Number of the row; the header has 1.</param>
    public static string Row(int number, params string[] cells) =>
        $"<row r=\"{number}\">{string.Concat(cells.Select((text, column) => Cell($"{(char)('A' + column)}{number}", text)))}</row>";

    private static string Cell(string reference, string text) => $"<c r=\"{reference}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";

    private static string Sheet(string rows) => $"""<worksheet xmlns="{Namespace}"><sheetData>{rows}</sheetData></worksheet>""";
}
