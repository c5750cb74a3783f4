using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>A table as an XLSX workbook with one sheet. Texts are typed as texts, so none of them is a formula.</summary>
public static class Workbook
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const int LongestName = 31;

    /// <param name="name">of the sheet; what a spreadsheet takes for no name is left out</param>
    public static byte[] Of(MetricTable table, string name)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var sheet = book.AddNewPart<WorksheetPart>();
            book.Workbook = new(
                new Sheets(
                    new Sheet
                    {
                        Id = book.GetIdOfPart(sheet),
                        SheetId = 1,
                        Name = Named(name),
                    }
                )
            );
            using var writer = OpenXmlWriter.Create(sheet);
            writer.WriteStartElement(new Worksheet());
            writer.WriteStartElement(new SheetData());
            foreach (var row in table.Rows.Prepend(table.Head))
                writer.WriteElement(new Row(row.Select(OpenXmlElement (cell) => Cell(cell))));
            writer.WriteEndElement();
            writer.WriteEndElement();
        }
        return stream.ToArray();
    }

    private static string Named(string name)
    {
        var plain = string.Concat(name.Select(letter => letter is '\\' or '/' or '?' or '*' or '[' or ']' or ':' ? ' ' : letter)).Trim(' ', '\'');
        var cut = plain.Length <= LongestName ? plain : plain[..(char.IsHighSurrogate(plain[LongestName - 1]) ? LongestName - 1 : LongestName)];
        return cut.Length == 0 ? "Sheet" : cut;
    }

    private static Cell Cell(object? value) =>
        value switch
        {
            null => new(),
            decimal number => new() { CellValue = new(number) },
            _ => new()
            {
                DataType = CellValues.InlineString,
                InlineString = new(new Text(Written((string)value)) { Space = SpaceProcessingModeValues.Preserve }),
            },
        };

    /// <summary>Without characters that XML can't hold; one that its readers change is written by its number, as is what looks like that.</summary>
    private static string Written(string text) =>
        string.Concat(text.Where(letter => letter is '\t' or '\n' or '\r' or >= ' ' and not ('\uFFFE' or '\uFFFF')))
            .Replace("_x", "_x005F_x", StringComparison.Ordinal)
            .Replace("\r", "_x000D_", StringComparison.Ordinal);
}
