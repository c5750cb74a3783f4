using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Pure.Exports;

/// <summary>
/// Writes the rows of a workbook with one sheet (Office Open XML, ECMA-376). Texts are typed as texts, so that they are never evaluated as formulas
/// and are read back unchanged.
/// </summary>
public static partial class WorksheetXml
{
    /// <summary>Maximum number of rows that a spreadsheet can open.</summary>
    public const int MaxRows = 1_048_576;

    private const int MaxTextLength = 32_767,
        LongestName = 31;

    private const string Xml = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        Package = "http://schemas.openxmlformats.org/package/2006";

    /// <summary>Path of the rows in the archive.</summary>
    public const string Path = "xl/worksheets/sheet1.xml";

    /// <summary>Start of the sheet, before the first row.</summary>
    public const string Begin = $"""{Xml}<worksheet xmlns="{Main}"><sheetData>""";

    /// <summary>End of the sheet, after the last row.</summary>
    public const string End = "</sheetData></worksheet>";

    /// <summary>Path and text of the other files in the archive.</summary>
    /// <param name="name">Name of the sheet; characters that are invalid in sheet names are removed.</param>
    public static IReadOnlyList<(string Path, string Text)> Parts(string name) =>
        [
            (
                "[Content_Types].xml",
                $"""{Xml}<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/{Path}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
            ),
            (
                "_rels/.rels",
                $"""{Xml}<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
            ),
            (
                "xl/workbook.xml",
                $"""{Xml}<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets><sheet name="{Text(SanitizeName(name)).Replace("\"", "&quot;", StringComparison.Ordinal)}" sheetId="1" r:id="rId1"/></sheets></workbook>"""
            ),
            (
                "xl/_rels/workbook.xml.rels",
                $"""{Xml}<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""
            ),
        ];

    /// <param name="cells">Decimals, texts, or null for an empty cell; a text longer than the maximum of a cell is truncated.</param>
    public static string Row(IEnumerable<object?> cells)
    {
        var row = new StringBuilder("<row>");
        foreach (var cell in cells)
            row.Append(
                cell switch
                {
                    null => "<c/>",
                    decimal number => $"<c><v>{number.ToString(CultureInfo.InvariantCulture)}</v></c>",
                    _ => $"""<c t="inlineStr"><is><t xml:space="preserve">{Text((string)cell)}</t></is></c>""",
                }
            );
        return row.Append("</row>").ToString();
    }

    private static string SanitizeName(string name)
    {
        var plain = string.Concat(name.Select(letter => letter is '\\' or '/' or '?' or '*' or '[' or ']' or ':' ? ' ' : letter)).Trim(' ', '\'');
        var cut = TextTruncation.Truncate(plain, LongestName);
        return cut.Length == 0 ? "Sheet" : cut;
    }

    private static string Text(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in Escaped().Replace(TextTruncation.Truncate(text, MaxTextLength), "_x005F_").EnumerateRunes())
            safe.Append(
                rune.Value switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    // Characters that XML can't represent, and carriage returns, which readers would change.
                    '\r' or 0xFFFE or 0xFFFF or < 0x20 and not ('\t' or '\n') => $"_x{rune.Value:X4}_",
                    _ => rune.ToString(),
                }
            );
        return safe.ToString();
    }

    /// <summary>Underscores that would be read as the start of an escape.</summary>
    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escaped();
}
