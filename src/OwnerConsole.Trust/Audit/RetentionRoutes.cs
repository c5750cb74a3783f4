using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Trust.Audit.Pages;
using OwnerConsole.Ui.Theme;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Trust.Audit;

/// <summary>Settings page and API of the log retention.</summary>
public sealed class RetentionRoutes(Database database)
{
    public const string Address = "/settings/log",
        Read = LogAddress.Permission;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, RetentionRoutes self) => self.Show(context)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/log/retention", (HttpContext context, RetentionRoutes self) => self.Find(context))
            .WithSummary("Get the log retention and the number of pruned lines.")
            .Produces<RetentionView>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        Check(context);
        await using var work = await database.Read(context.RequestAborted);
        var retention = await View(work);
        return new PageResult(
            "Log retention",
            PageResult.Of<RetentionPage>(
                (nameof(RetentionPage.Caller), Caller.Of(context)),
                (nameof(RetentionPage.Retention), retention),
                (nameof(RetentionPage.Names), await SentenceRenderer.For(retention.ChangedBy is { } who ? [who] : Array.Empty<string>(), work))
            )
        );
    }

    private async Task<IResult> Find(HttpContext context)
    {
        Check(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await View(work), Json.ResponseOptions);
    }

    private static void Check(HttpContext context)
    {
        context.Request.RequireKnown();
        if (!Caller.Of(context)!.IsOfPlatform) // the route requires a permission
            throw Problem.WholePlatform(
                "Log retention applies to the whole platform. It isn't available to test keys or to callers with access to some tenants only."
            );
    }

    private static async Task<RetentionView> View(UnitOfWork work) =>
        (
            await work.One<RetentionView>(
                $"""
                select p.days, r.requested_by as changed_by, p.opened_at as changed_at, p.opened_by as run,
                       case when p.days is not null then p.opened_at + @delay end as starts_at,
                       {RetentionFacts.Pruned} as pruned_lines,
                       (select max(l.at) from core.log l where {PruneRecord.IsPruneRecord("l")}) as pruned_at
                  from (select) one
                  left join core.log_retention p on p.tenant_id = 'tnt_platform' and p.closed_by is null
                  left join core.runs r on r.run_id = p.opened_by
                """,
                new { delay = LogRetention.Delay }
            )
        )!; // a left join always returns a row
}

/// <summary>Log retention in the API.</summary>
/// <param name="Days">Days to keep text and data; null to keep them permanently.</param>
/// <param name="ChangedBy">ID of the actor that set it; null if it was never set.</param>
/// <param name="Run">Run that set it.</param>
/// <param name="StartsAt">Time when removal starts or started; null if nothing is removed.</param>
/// <param name="PrunedLines">Number of lines whose text and data were removed.</param>
/// <param name="PrunedAt">Time of the last removal; null before the first.</param>
public sealed record RetentionView(
    int? Days,
    string? ChangedBy,
    DateTimeOffset? ChangedAt,
    string? Run,
    DateTimeOffset? StartsAt,
    long PrunedLines,
    DateTimeOffset? PrunedAt
);
