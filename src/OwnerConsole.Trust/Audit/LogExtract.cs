using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Trust.Audit;

/// <summary>The lines that a search means as one file, written while it is read: a page at a time, whatever its length. The last line is the checkpoint; a file without it was cut off.</summary>
/// <remarks>Who takes lines along is a line itself, written before the first leaves.</remarks>
public sealed class LogExtract(Database database, LogQuery log, LogLines lines, AccessLog accessLog, Catalogue catalogue, TimeProvider clock)
{
    private const int Page = 500;

    public async Task<IResult> Send(HttpContext context, ExtractFormat format)
    {
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // the route needs a permission, so there is a caller
        var filter = await Filter(caller, LogSearch.Of(context.Request), stop);
        await Tell(caller, format, stop);
        context.Response.ContentType = $"{format.MediaType()}; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture,
            $"attachment; filename=\"log-{clock.GetUtcNow():yyyy-MM-dd-HHmmss}.{format.ToText()}\""
        );
        await using var writer = new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await Write(filter, format, writer, stop);
        return Results.Empty;
    }

    private async Task Write(LogFilter filter, ExtractFormat format, StreamWriter writer, CancellationToken stop)
    {
        var last = await lines.Last(stop); // before the lines, so that every one that it stands for is among them
        if (format is ExtractFormat.Csv)
            await writer.WriteAsync(ExtractLines.CsvHead);
        for (string? cursor = null; ; )
        {
            var (page, names) = await Next(filter, cursor, stop);
            foreach (var entry in page.Data)
                await writer.WriteAsync(format is ExtractFormat.Csv ? ExtractLines.Csv(entry, names) : ExtractLines.Json(entry, names));
            await writer.FlushAsync(stop);
            if (page.NextCursor is null)
                break;
            cursor = page.NextCursor;
        }
        await writer.WriteAsync(format is ExtractFormat.Csv ? ExtractLines.Csv(last) : ExtractLines.Json(last));
    }

    /// <summary>The connection is given back before anything is sent: who reads slowly holds none.</summary>
    private async Task<(Page<LogEntry> Page, SentenceReader Names)> Next(LogFilter filter, string? cursor, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var page = await log.Find(filter, cursor, Page, work);
        return (page, await SentenceReader.For(page.Data.SelectMany(entry => entry.Named), work));
    }

    private async Task<LogFilter> Filter(Caller caller, LogSearch search, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await search.Filter(caller, catalogue, clock.GetUtcNow(), work);
    }

    private async Task Tell(Caller caller, ExtractFormat format, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("log.extract"), AccessLog.Tenants, stop);
        accessLog.Done(caller.Id, "log_exported", Sentence.Say($"{new Reference(caller.Id)} exported lines of the log as {format}."), work);
        await work.Commit();
    }
}
