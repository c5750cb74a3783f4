using System.IO.Compression;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Streams the data of one member as a ZIP: each table as JSON Lines and CSV, a PDF file to read, the application's files, and a manifest with the purposes, the legal bases and the retention.</summary>
public sealed class MemberArchiveZip(Database database, MemberTables tables, ProcessingRecord processing, ApplicationFiles files)
{
    /// <param name="archive">The export.</param>
    /// <param name="reader">ID of the team member or API key that downloads it.</param>
    /// <param name="access">Checks that the reader still has access.</param>
    /// <param name="to">The response.</param>
    /// <param name="stop">Ends with the request.</param>
    public async Task Write(MemberArchive archive, string reader, AccessMonitor access, Stream to, CancellationToken stop)
    {
        await using var late = new BufferedWriteStream(to);
        await using (var zip = await ZipArchive.CreateAsync(late, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, stop))
            await Fill(zip, archive, reader, access, stop);
        await late.FlushAsync(stop);
    }

    private async Task Fill(ZipArchive zip, MemberArchive archive, string downloader, AccessMonitor access, CancellationToken stop)
    {
        IReadOnlyList<string> records;
        IReadOnlyList<MemberTableReader> readers;
        ExportCover cover;
        await using (var work = await database.Read(stop))
        {
            records = await MemberRecords.Of(archive.TenantId, archive.MemberId, work);
            readers = await tables.Open(work);
            cover = await ExportCover.OfMember(archive, downloader, work);
        }
        using var document = new ExportDocument(cover);
        var listed = new List<TableEntry>();
        foreach (var reader in readers)
        {
            var rows = await WriteTable(zip, reader, archive, records, document, access, stop);
            if (rows > 0)
                listed.Add(
                    new(
                        reader.Table.Name,
                        rows,
                        [
                            .. processing
                                .Of(reader.Table.Name)
                                .Select(activity => new PurposeEntry(activity.Purpose, activity.LegalBasis, activity.Recipients, activity.Retention)),
                        ]
                    )
                );
        }
        await using (var report = await zip.CreateEntry(ExportDocument.FileName, CompressionLevel.Fastest).OpenAsync(stop))
            await report.WriteAsync(document.Save(), stop);
        var added = archive is { Application: ApplicationExport.Included, TaskId: { } task }
            ? await files.AddTo(zip, archive.TenantId, task, access, stop)
            : [];
        await using var manifest = await zip.CreateEntry("manifest.json", CompressionLevel.Fastest).OpenAsync(stop);
        await JsonSerializer.SerializeAsync(
            manifest,
            new
            {
                export = archive.Id,
                tenant = archive.TenantId,
                member = archive.MemberId,
                records,
                archive.CreatedAt,
                tables = listed,
                archive.Application,
                files = added,
            },
            Json.Options,
            stop
        );
    }

    /// <summary>Writes both files of a table and its section of the document, which are left out if it has no rows. A table of one page is read once; others are read again, because pages can be large.</summary>
    private async Task<long> WriteTable(
        ZipArchive zip,
        MemberTableReader reader,
        MemberArchive archive,
        IReadOnlyList<string> records,
        ExportDocument document,
        AccessMonitor access,
        CancellationToken stop
    )
    {
        var first = await Read(after: null);
        if (first.Data.Count == 0)
            return 0;
        var head = first.Data[0];
        var whole = first.NextCursor is null ? first : null; // the first of several pages isn't kept while others are read
        long rows = 0;
        document.OpenSection(
            ExportLabels.Section(reader.Table.Name),
            processing.Of(reader.Table.Name).Select(activity => $"{activity.Purpose}. {activity.LegalBasis}.")
        );
        await using (var lines = await zip.CreateEntry($"data/{reader.Table.Name}.ndjson", CompressionLevel.Fastest).OpenAsync(stop))
            await foreach (var page in ListPages.All(Continue))
            {
                rows += page.Count;
                await lines.WriteAsync(ExportText.Lines(page), stop);
                document.Add(page);
            }
        document.CloseSection();
        await using var table = await zip.CreateEntry($"data/{reader.Table.Name}.csv", CompressionLevel.Fastest).OpenAsync(stop);
        await table.WriteAsync(ExportText.CsvHead(head), stop);
        await foreach (var page in ListPages.All(Continue))
            await table.WriteAsync(ExportText.CsvLines(page), stop);
        return rows;

        Task<OwnerConsole.Data.Page<JsonElement>> Continue(string? after) => whole is null ? Read(after) : Task.FromResult(whole);

        async Task<OwnerConsole.Data.Page<JsonElement>> Read(string? after)
        {
            await access.AbortUnlessAllowed();
            await using var work = await database.Read(stop);
            return await reader.Read(archive.TenantId, records, after, work);
        }
    }

    private sealed record TableEntry(string Table, long Rows, IReadOnlyList<PurposeEntry> Purposes);

    private sealed record PurposeEntry(string Purpose, string LegalBasis, string Recipients, string Retention);
}
