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
            foreach (var (path, text) in Sheet.Parts(name))
                Add(archive, path, text);
            Add(archive, Sheet.Path, Sheet.Begin + string.Concat(table.Rows.Prepend(table.Head).Select(Sheet.Row)) + Sheet.End);
        }
        return stream.ToArray();
    }

    private static void Add(ZipArchive archive, string path, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(path).Open());
        writer.Write(text);
    }
}
