using System.IO.Compression;
using OwnerConsole.Pure.Exports;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>Writes a table as an Excel workbook with one sheet. Texts are stored as texts, so none is evaluated as a formula.</summary>
public static class Workbook
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <param name="name">Name of the sheet; characters that are invalid in sheet names are removed.</param>
    public static byte[] Of(MetricTable table, string name)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in WorksheetXml.Parts(name))
                Add(archive, path, text);
            Add(archive, WorksheetXml.Path, WorksheetXml.Begin + string.Concat(table.Rows.Prepend(table.Head).Select(WorksheetXml.Row)) + WorksheetXml.End);
        }
        return stream.ToArray();
    }

    private static void Add(ZipArchive archive, string path, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(path).Open());
        writer.Write(text);
    }
}
