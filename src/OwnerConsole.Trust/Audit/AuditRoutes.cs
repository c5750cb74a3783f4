using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Streams;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Trust.Audit.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Trust.Audit;

/// <summary>The audit log page with filters, live updates, pause and export.</summary>
public sealed class AuditRoutes(Database database, LogQuery log, LogExporter extract, Panels panels, OperationCatalogue catalogue, TimeProvider clock)
{
    private const int Lines = 50;

    /// <summary>Maximum count of new lines; more are shown as 500+.</summary>
    internal const int MaxNewLines = 500;

    public async Task<IResult> Show(HttpContext context)
    {
        context.Request.RequireKnown([.. LogSearch.ParameterNames, "until", "cursor", ListAddress.View]);
        var caller = Caller.Of(context)!; // the route requires a permission
        var (search, address) = (LogSearch.Of(context.Request), ListAddress.Of(LogAddress.Home, context.Request, LogSearch.ParameterNames.Contains));
        await using var work = await database.Read(context.RequestAborted);
        var filter = await search.Filter(caller, catalogue, clock.GetUtcNow(), work);
        var lines = await log.Find(filter, search.Cursor, Lines, work);
        var actors = await Actors(caller, work);
        var names = await SentenceRenderer.For(Named(caller, search, lines), work);
        // Read after the lines, so that pausing at this position includes all lines shown.
        var head = await LogStream.Head(work);
        // The form also sends empty fields, which are removed from the address.
        if (context.Request.Query.Any(part => part.Value.Any(string.IsNullOrEmpty)))
            context.Response.Headers["HX-Replace-Url"] = search.Path == LogAddress.Home ? address.Path : search.Path;
        return new PageResult(
            "Audit",
            PageResult.Of<AuditPage>(
                (nameof(AuditPage.Search), search),
                (nameof(AuditPage.Lines), lines),
                (nameof(AuditPage.IsCut), filter.Mentions?.IsCut ?? false),
                (nameof(AuditPage.Names), names),
                (nameof(AuditPage.Caller), caller),
                (nameof(AuditPage.Address), address),
                (nameof(AuditPage.Filters), AuditFilters.Of(search, actors, names, catalogue)),
                (nameof(AuditPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(AuditPage.Head), head),
                (nameof(AuditPage.New), search.Until is { } until ? await log.CountAfter(filter, until, MaxNewLines, work) : 0)
            )
        );
    }

    public Task<IResult> Export(HttpContext context)
    {
        context.Request.RequireKnown([.. LogSearch.ParameterNames, "until", "format"]);
        return extract.Send(context, context.Request.Word<LogExportFormat>("format") ?? LogExportFormat.Csv);
    }

    // The search can contain ids of others, so their names are shown only to callers with access to everything.
    private static IEnumerable<string> Named(Caller caller, LogSearch search, Page<LogEntry> lines) =>
        lines
            .Data.SelectMany(entry => entry.NamedIds)
            .Concat(caller is { IsScoped: false, Mode: null } ? search.Actors.Append(search.Tenant).Append(search.Subject).OfType<string>() : []);

    /// <summary>All possible actors: team members and API keys.</summary>
    private static Task<IReadOnlyList<AuditActor>> Actors(Caller caller, UnitOfWork work) =>
        caller is { IsScoped: false, Mode: null }
            ? work.List<AuditActor>("select id, name from core.entity_names where kind in ('user', 'key') order by kind desc, lower(name), id limit 500")
            : Task.FromResult<IReadOnlyList<AuditActor>>([]);
}

/// <summary>A team member or an API key.</summary>
public sealed record AuditActor(string Id, string Name);
