using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Streams an export as a ZIP: each list as JSON Lines and CSV, a PDF file to read, the application's files, and a manifest with the expected contents.</summary>
public sealed class ExportZip(Database database, ApplicationFiles files, IEnumerable<ExportPart> parts)
{
    private sealed record FileEntry(string Name, long? Rows, long? Bytes, string? Sha256);

    /// <param name="export">The export.</param>
    /// <param name="reader">ID of the team member or API key that downloads it.</param>
    /// <param name="access">Checks that the reader still has access.</param>
    /// <param name="to">The response.</param>
    /// <param name="stop">Ends with the request.</param>
    public async Task Write(TenantExport export, string reader, AccessMonitor access, Stream to, CancellationToken stop)
    {
        await using var late = new BufferedWriteStream(to);
        await using (var zip = await ZipArchive.CreateAsync(late, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, stop))
            await Fill(zip, export, reader, access, stop);
        await late.FlushAsync(stop);
    }

    private async Task Fill(ZipArchive zip, TenantExport export, string reader, AccessMonitor access, CancellationToken stop)
    {
        var listed = new List<FileEntry>();
        using var document = new ExportDocument(await FindCover(export, reader, stop));
        foreach (var part in parts)
        {
            listed.Add(new($"console/{part.Name}.ndjson", await Lines(zip, part, export.TenantId, document, access, stop), null, null));
            if (listed[^1].Rows > 0)
                listed.Add(new($"console/{part.Name}.csv", await Table(zip, part, export.TenantId, access, stop), null, null));
        }
        listed.Add(await AddDocument(zip, document, stop));
        foreach (var file in await files.AddTo(zip, export.TenantId, export.Id, access, stop))
            listed.Add(new(file.Name, null, file.Bytes, file.Sha256));
        await using var manifest = await zip.CreateEntry("manifest.json", CompressionLevel.Fastest).OpenAsync(stop);
        await JsonSerializer.SerializeAsync(
            manifest,
            new
            {
                export = export.Id,
                tenant = export.TenantId,
                export.CreatedAt,
                files = listed,
            },
            Json.Options,
            stop
        );
    }

    private async Task<ExportCover> FindCover(TenantExport export, string reader, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await ExportCover.OfTenant(export, reader, work);
    }

    private static async Task<FileEntry> AddDocument(ZipArchive zip, ExportDocument document, CancellationToken stop)
    {
        var content = document.Save();
        await using var entry = await zip.CreateEntry(ExportDocument.FileName, CompressionLevel.Fastest).OpenAsync(stop);
        await entry.WriteAsync(content, stop);
        return new(ExportDocument.FileName, null, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    /// <summary>Writes a list as JSON Lines and as a section of the document.</summary>
    private async Task<long> Lines(ZipArchive zip, ExportPart part, string tenantId, ExportDocument document, AccessMonitor access, CancellationToken stop)
    {
        long count = 0;
        await using var entry = await zip.CreateEntry($"console/{part.Name}.ndjson", CompressionLevel.Fastest).OpenAsync(stop);
        await foreach (var rows in Pages(part, tenantId, access, stop))
        {
            if (count == 0 && rows.Count > 0)
                document.OpenSection(ExportLabels.Section(part.Name), []);
            count += rows.Count;
            await entry.WriteAsync(ExportText.Lines(rows), stop);
            document.Add(rows);
        }
        if (count > 0)
            document.CloseSection();
        return count;
    }

    private async Task<long> Table(ZipArchive zip, ExportPart part, string tenantId, AccessMonitor access, CancellationToken stop)
    {
        long count = 0;
        await using var entry = await zip.CreateEntry($"console/{part.Name}.csv", CompressionLevel.Fastest).OpenAsync(stop);
        await foreach (var rows in Pages(part, tenantId, access, stop))
        {
            if (count == 0 && rows.Count > 0)
                await entry.WriteAsync(ExportText.CsvHead(rows[0]), stop);
            count += rows.Count;
            await entry.WriteAsync(ExportText.CsvLines(rows), stop);
        }
        return count;
    }

    private IAsyncEnumerable<IReadOnlyList<JsonElement>> Pages(ExportPart part, string tenantId, AccessMonitor access, CancellationToken stop) =>
        ListPages.All(async after =>
        {
            await access.AbortUnlessAllowed();
            await using var work = await database.Read(stop);
            return await part.Rows(tenantId, after, work);
        });
}
