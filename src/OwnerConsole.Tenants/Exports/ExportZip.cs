using System.IO.Compression;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Streams an export as a ZIP: each list as JSON Lines and CSV, the application's files, and a manifest with the expected contents.</summary>
public sealed class ExportZip(Database database, ExportFiles files, IEnumerable<ExportPart> parts)
{
    private sealed record FileEntry(string Name, long? Rows, long? Bytes, string? Sha256);

    public async Task Write(TenantExport export, AccessMonitor access, Stream to, CancellationToken stop)
    {
        await using var late = new BufferedWriteStream(to);
        await using (var zip = await ZipArchive.CreateAsync(late, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, stop))
            await Fill(zip, export, access, stop);
        await late.FlushAsync(stop);
    }

    private async Task Fill(ZipArchive zip, TenantExport export, AccessMonitor access, CancellationToken stop)
    {
        var listed = new List<FileEntry>();
        foreach (var part in parts)
        {
            listed.Add(new($"console/{part.Name}.ndjson", await Lines(zip, part, export.TenantId, access, stop), null, null));
            if (listed[^1].Rows > 0)
                listed.Add(new($"console/{part.Name}.csv", await Table(zip, part, export.TenantId, access, stop), null, null));
        }
        foreach (var file in await FindFiles(export, stop))
        {
            var name = $"application/{file.Name}";
            await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(stop);
            await files.CopyTo(export.TenantId, file, access, entry, stop);
            listed.Add(new(name, null, file.Bytes, Convert.ToHexStringLower(file.Sha256!))); // set because the file is complete
        }
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

    private async Task<IReadOnlyList<ExportFile>> FindFiles(TenantExport export, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await ExportFiles.Of(export.TenantId, export.Id, work);
    }

    private async Task<long> Lines(ZipArchive zip, ExportPart part, string tenantId, AccessMonitor access, CancellationToken stop)
    {
        long count = 0;
        await using var entry = await zip.CreateEntry($"console/{part.Name}.ndjson", CompressionLevel.Fastest).OpenAsync(stop);
        await foreach (var rows in Pages(part, tenantId, access, stop))
        {
            count += rows.Count;
            await entry.WriteAsync(ExportText.Lines(rows), stop);
        }
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
