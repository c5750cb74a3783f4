using System.IO.Compression;
using OwnerConsole.Pure.Exports;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>A table as an XLSX workbook with one sheet. Texts are typed as texts, so none of them is a formula.</summary>
public static class Workbook
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <param name="name">of the sheet; what a spreadsheet takes for no name is left out</param>
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
