using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Trust.Audit;

/// <summary>Streams the log entries of a search as a file. The last line is the checkpoint; a file without it is incomplete.</summary>
/// <remarks>The export itself is logged before the first line is sent.</remarks>
public sealed class LogExporter(Database database, LogQuery log, LogLineReader lines, AccessLog accessLog, OperationCatalogue catalogue, TimeProvider clock)
{
    private const int PageSize = 500;

    public async Task<IResult> Send(HttpContext context, LogExportFormat format)
    {
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // the route requires a permission
        var filter = await Filter(caller, LogSearch.Of(context.Request), stop);
        await RecordAccess(caller, format, stop);
        var name = string.Create(CultureInfo.InvariantCulture, $"log-{clock.GetUtcNow():yyyy-MM-dd-HHmmss}.{format.ToText()}");
        return new TextFile(name, format.MediaType(), forPeople: false, Parts(filter, format, stop));
    }

    private async IAsyncEnumerable<string> Parts(LogFilter filter, LogExportFormat format, [EnumeratorCancellation] CancellationToken stop)
    {
        var last = await lines.ReadLastCheckpoint(stop); // read before the lines, so that the file contains all lines that it covers
        if (format is LogExportFormat.Csv)
            yield return LogExportLines.CsvHead;
        await foreach (var page in ListPages.All(cursor => Next(filter, format, cursor, stop)))
            yield return string.Concat(page);
        yield return format is LogExportFormat.Csv ? LogExportLines.Csv(last) : LogExportLines.Json(last);
    }

    private async Task<Page<string>> Next(LogFilter filter, LogExportFormat format, string? cursor, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var page = await log.Find(filter, cursor, PageSize, work);
        var names = await SentenceRenderer.For(page.Data.SelectMany(entry => entry.NamedIds), work);
        return new(
            [.. page.Data.Select(entry => format is LogExportFormat.Csv ? LogExportLines.Csv(entry, names) : LogExportLines.Json(entry, names))],
            page.NextCursor,
            null
        );
    }

    private async Task<LogFilter> Filter(Caller caller, LogSearch search, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await search.Filter(caller, catalogue, clock.GetUtcNow(), work);
    }

    private async Task RecordAccess(Caller caller, LogExportFormat format, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("log.extract"), AccessLog.Tenants, stop);
        accessLog.Done(caller.Id, "log_exported", Sentence.Say($"{new EntityReference(caller.Id)} exported log entries as {format}."), work);
        await work.Commit();
    }
}
