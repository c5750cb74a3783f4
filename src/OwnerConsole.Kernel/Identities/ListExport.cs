using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Identities;

/// <summary>A list that is taken along.</summary>
/// <param name="Name">with the day, for the name of its file</param>
/// <param name="Next">the page after a cursor; it gives its connection back before it answers</param>
public sealed record ExportedList<TRow>(string Name, Func<string?, Task<Page<TRow>>> Next);

/// <summary>Reads a list for a file, one page after the other.</summary>
/// <remarks>Lists have people's names and addresses, so who takes one along is a line of the log, written before the first row leaves.</remarks>
public sealed class ListExport(Database database, AccessLog accessLog, TimeProvider clock)
{
    /// <summary>Rows of a page.</summary>
    public const int AtOnce = 500;

    /// <param name="list">its name</param>
    /// <param name="said">who exported it</param>
    /// <param name="next">the page after a cursor, of <see cref="AtOnce"/> rows</param>
    public ExportedList<TRow> Of<TRow>(HttpContext context, string list, Func<Reference, Sentence> said, Func<string?, Work, Task<Page<TRow>>> next)
    {
        return new(string.Create(CultureInfo.InvariantCulture, $"{list}_{clock.GetUtcNow():yyyy-MM-dd}"), Next);

        async Task<Page<TRow>> Next(string? cursor)
        {
            Page<TRow> page;
            await using (var work = await database.Read(context.RequestAborted))
                page = await next(cursor, work);
            if (cursor is null)
                await Tell(Caller.Of(context)!, list, said, context.RequestAborted); // whoever may export is somebody
            return page;
        }
    }

    /// <summary>The same of a list whose filter has to be looked up: once, so that every page is of what the first one was of.</summary>
    /// <param name="read">what is asked</param>
    public ExportedList<TRow> Of<TFilter, TRow>(
        HttpContext context,
        string list,
        Func<Reference, Sentence> said,
        Func<Work, Task<TFilter>> read,
        Func<TFilter, string?, Work, Task<Page<TRow>>> next
    )
        where TFilter : class
    {
        TFilter? filter = null;
        return Of(context, list, said, async (cursor, work) => await next(filter ??= await read(work), cursor, work));
    }

    /// <summary>The same of a list that is short enough to be read at once.</summary>
    public ExportedList<TRow> OfAll<TRow>(HttpContext context, string list, Func<Reference, Sentence> said, Func<Work, Task<IReadOnlyList<TRow>>> rows) =>
        Of(context, list, said, async (_, work) => new Page<TRow>(await rows(work), null, null));

    private async Task Tell(Caller caller, string list, Func<Reference, Sentence> said, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake($"{list}.export"), AccessLog.Tenants, stop);
        accessLog.Done(caller.Id, $"{list}_exported", said(new(caller.Id)), work);
        await work.Commit();
    }
}
