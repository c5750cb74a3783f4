using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Pure.Exports;

namespace OwnerConsole.Ui.Tables;

/// <summary>An Excel workbook with one sheet, streamed while it is read.</summary>
/// <param name="parts">Rows, with the same requirements as in <see cref="TextFile"/>.</param>
public sealed class WorkbookFile(string fileName, IAsyncEnumerable<string> parts) : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        var stop = context.RequestAborted;
        await using var part = parts.GetAsyncEnumerator(stop);
        var isThere = await part.MoveNextAsync(); // errors up to here become a normal error response
        TextFile.Begin(context.Response, fileName, Workbook.MediaType);
        await using var held = new ChunkBuffer();
        await using (var archive = await ZipArchive.CreateAsync(held, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, stop))
        {
            foreach (var (path, text) in WorksheetXml.Parts("List"))
            {
                await using var beside = await Entry(archive, path, stop);
                await beside.WriteAsync(text);
            }
            await using var writer = await Entry(archive, WorksheetXml.Path, stop);
            await writer.WriteAsync(WorksheetXml.Begin);
            for (; isThere; isThere = await part.MoveNextAsync())
            {
                await writer.WriteAsync(part.Current);
                await writer.FlushAsync(stop);
                await held.Send(context.Response.Body, stop);
            }
            await writer.WriteAsync(WorksheetXml.End);
        }
        await held.Send(context.Response.Body, stop);
    }

    private static async Task<StreamWriter> Entry(ZipArchive archive, string path, CancellationToken stop) =>
        new(await archive.CreateEntry(path).OpenAsync(stop), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <summary>Buffer for compressed data. Archives write synchronously when they close an entry, which responses don't allow.</summary>
    private sealed class ChunkBuffer : MemoryStream
    {
        public override bool CanSeek => false;

        public async Task Send(Stream to, CancellationToken stop)
        {
            await to.WriteAsync(GetBuffer().AsMemory(0, (int)Length), stop);
            SetLength(0);
        }
    }
}
