using Microsoft.AspNetCore.Http;
using OwnerConsole.Identity;
using OwnerConsole.Metrics.Catalogue;

namespace OwnerConsole.Ui.Tables;

/// <summary>An Excel workbook with one sheet, streamed while its rows are read.</summary>
/// <param name="sheetName">Characters that are invalid in sheet names are removed.</param>
/// <param name="pages">Rows of decimals, texts, or null for empty cells, with the same requirements as the parts of <see cref="TextFile"/>.</param>
public sealed class WorkbookFile(string fileName, string sheetName, IAsyncEnumerable<IEnumerable<IEnumerable<object?>>> pages) : IResult
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const int PageSize = 500;

    public static WorkbookFile Of(MetricTable table, string fileName, string sheetName) =>
        new(fileName, sheetName, table.Rows.Prepend(table.Head).Chunk(PageSize).ToAsyncEnumerable());

    public async Task ExecuteAsync(HttpContext context)
    {
        var stop = context.RequestAborted;
        await using var page = pages.GetAsyncEnumerator(stop);
        var access = new AccessMonitor(context);
        var isThere = await page.MoveNextAsync(); // errors up to here become a normal error response
        TextFile.Begin(context.Response, fileName, MediaType);
        await using var held = new ChunkBuffer();
        await using (var workbook = await WorkbookWriter.Start(held, sheetName, stop))
        {
            for (; isThere; isThere = await page.MoveNextAsync())
            {
                await access.AbortUnlessAllowed();
                foreach (var row in page.Current)
                    await workbook.AddRow(row, stop);
                await held.Send(context.Response.Body, stop);
            }
            await workbook.Finish(stop);
        }
        await held.Send(context.Response.Body, stop);
    }

    /// <summary>
    /// Buffer for compressed data. Archives can write synchronously, which responses don't allow, and complete themselves after an error, which would
    /// make an incomplete file look complete.
    /// </summary>
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
