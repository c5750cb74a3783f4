using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Pure.Exports;

/// <summary>Rows of a workbook with one sheet (Office Open XML, ECMA-376). A text is typed as a text, so it is never run as a formula and comes back as it was written.</summary>
public static partial class Sheet
{
    /// <summary>What a sheet holds; a spreadsheet doesn't open one with more.</summary>
    public const int MostRows = 1_048_576;

    private const int MostText = 32_767,
        LongestName = 31;

    private const string Xml = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        Package = "http://schemas.openxmlformats.org/package/2006";

    /// <summary>Where the rows stand in the archive.</summary>
    public const string Path = "xl/worksheets/sheet1.xml";

    /// <summary>Before the first row.</summary>
    public const string Begin = $"""{Xml}<worksheet xmlns="{Main}"><sheetData>""";

    /// <summary>After the last row.</summary>
    public const string End = "</sheetData></worksheet>";

    /// <summary>What stands in the archive beside the rows: path and text.</summary>
    /// <param name="name">of the sheet; what a spreadsheet takes for no name is left out</param>
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
                $"""{Xml}<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets><sheet name="{Text(Named(name)).Replace("\"", "&quot;", StringComparison.Ordinal)}" sheetId="1" r:id="rId1"/></sheets></workbook>"""
            ),
            (
                "xl/_rels/workbook.xml.rels",
                $"""{Xml}<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""
            ),
        ];

    /// <param name="cells">decimals, texts, or null for an empty cell; a text that is longer than a cell holds is cut</param>
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

    private static string Named(string name)
    {
        var plain = string.Concat(name.Select(letter => letter is '\\' or '/' or '?' or '*' or '[' or ']' or ':' ? ' ' : letter)).Trim(' ', '\'');
        var cut = Beginning.Of(plain, LongestName);
        return cut.Length == 0 ? "Sheet" : cut;
    }

    private static string Text(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in Escaped().Replace(Beginning.Of(text, MostText), "_x005F_").EnumerateRunes())
            safe.Append(
                rune.Value switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    // What XML has no character for, and the line's end that a reader would change.
                    '\r' or 0xFFFE or 0xFFFF or < 0x20 and not ('\t' or '\n') => $"_x{rune.Value:X4}_",
                    _ => rune.ToString(),
                }
            );
        return safe.ToString();
    }

    /// <summary>The underscore of what would be read as an escape.</summary>
    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escaped();
}
