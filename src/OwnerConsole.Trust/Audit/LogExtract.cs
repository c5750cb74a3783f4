using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Trust.Audit;

/// <summary>Streams the log lines of a search as a file. The last line is the checkpoint; a file without it is incomplete.</summary>
/// <remarks>The export itself is logged before the first line is sent.</remarks>
public sealed class LogExtract(Database database, LogQuery log, LogLines lines, AccessLog accessLog, Catalogue catalogue, TimeProvider clock)
{
    private const int AtOnce = 500;

    public async Task<IResult> Send(HttpContext context, ExtractFormat format)
    {
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // the route requires a permission
        var filter = await Filter(caller, LogSearch.Of(context.Request), stop);
        await Tell(caller, format, stop);
        var name = string.Create(CultureInfo.InvariantCulture, $"log-{clock.GetUtcNow():yyyy-MM-dd-HHmmss}.{format.ToText()}");
        return new TextFile(name, format.MediaType(), forPeople: false, Parts(filter, format, stop));
    }

    private async IAsyncEnumerable<string> Parts(LogFilter filter, ExtractFormat format, [EnumeratorCancellation] CancellationToken stop)
    {
        var last = await lines.Last(stop); // read before the lines, so that the file contains all lines that it covers
        if (format is ExtractFormat.Csv)
            yield return ExtractLines.CsvHead;
        await foreach (var page in ListPages.All(cursor => Next(filter, format, cursor, stop)))
            yield return string.Concat(page);
        yield return format is ExtractFormat.Csv ? ExtractLines.Csv(last) : ExtractLines.Json(last);
    }

    private async Task<Page<string>> Next(LogFilter filter, ExtractFormat format, string? cursor, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var page = await log.Find(filter, cursor, AtOnce, work);
        var names = await SentenceReader.For(page.Data.SelectMany(entry => entry.Named), work);
        return new(
            [.. page.Data.Select(entry => format is ExtractFormat.Csv ? ExtractLines.Csv(entry, names) : ExtractLines.Json(entry, names))],
            page.NextCursor,
            null
        );
    }

    private async Task<LogFilter> Filter(Caller caller, LogSearch search, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await search.Filter(caller, catalogue, clock.GetUtcNow(), work);
    }

    private async Task Tell(Caller caller, ExtractFormat format, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("log.extract"), AccessLog.Tenants, stop);
        accessLog.Done(caller.Id, "log_exported", Sentence.Say($"{new Reference(caller.Id)} exported log lines as {format}."), work);
        await work.Commit();
    }
}
