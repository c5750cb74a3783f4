using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>A list to be exported as a file.</summary>
/// <param name="Name">Name of the file, including the date.</param>
/// <param name="Next">Reads the page after a cursor and returns its connection before it completes.</param>
public sealed record ExportedList<TRow>(string Name, Func<string?, Task<Page<TRow>>> Next);

/// <summary>Reads a list for export, page by page.</summary>
/// <remarks>Lists contain personal data, so each export is logged before the first row is sent.</remarks>
public sealed class ListExport(Database database, AccessLog accessLog, TimeProvider clock)
{
    /// <summary>Rows per page.</summary>
    public const int PageSize = 500;

    /// <param name="list">Name of the list.</param>
    /// <param name="said">Log sentence about the person who exports it.</param>
    /// <param name="next">Reads the page after a cursor, with <see cref="PageSize"/> rows.</param>
    public ExportedList<TRow> Of<TRow>(HttpContext context, string list, Func<EntityReference, Sentence> said, Func<string?, UnitOfWork, Task<Page<TRow>>> next)
    {
        return new(string.Create(CultureInfo.InvariantCulture, $"{list}_{clock.GetUtcNow():yyyy-MM-dd}"), Next);

        async Task<Page<TRow>> Next(string? cursor)
        {
            Page<TRow> page;
            await using (var work = await database.Read(context.RequestAborted))
                page = await next(cursor, work);
            if (cursor is null)
                await LogExport(Caller.Of(context)!, list, said, context.RequestAborted); // exporting requires a caller
            return page;
        }
    }

    /// <summary>Exports a list whose filter must be resolved first. It is resolved once, so that all pages use the same filter.</summary>
    /// <param name="read">Resolves the filter.</param>
    public ExportedList<TRow> Of<TFilter, TRow>(
        HttpContext context,
        string list,
        Func<EntityReference, Sentence> said,
        Func<UnitOfWork, Task<TFilter>> read,
        Func<TFilter, string?, UnitOfWork, Task<Page<TRow>>> next
    )
        where TFilter : class
    {
        TFilter? filter = null;
        return Of(context, list, said, async (cursor, work) => await next(filter ??= await read(work), cursor, work));
    }

    /// <summary>Exports a list that is short enough to be read in one page.</summary>
    public ExportedList<TRow> OfAll<TRow>(
        HttpContext context,
        string list,
        Func<EntityReference, Sentence> said,
        Func<UnitOfWork, Task<IReadOnlyList<TRow>>> rows
    ) => Of(context, list, said, async (_, work) => new Page<TRow>(await rows(work), null, null));

    private async Task LogExport(Caller caller, string list, Func<EntityReference, Sentence> said, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake($"{list}.export"), AccessLog.Tenants, stop);
        accessLog.Done(caller.Id, $"{list}_exported", said(new(caller.Id)), work);
        await work.Commit();
    }
}
