using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Entitlements.Blocks.Pages;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>The list of reached limits, as a page and as an API endpoint.</summary>
public sealed class ReachedLimitRoutes(Database database, ReachedLimits limits, Panels panels)
{
    public const string Address = "/plans/limits";

    public async Task<IResult> Show(HttpContext context)
    {
        var address = ReachedLimitFilter.Address(context.Request);
        address.Canonicalize(context);
        var caller = Caller.Of(context)!; // The route requires a permission, so there is a caller.
        await using var work = await database.Read(context.RequestAborted);
        var filter = await ReachedLimitFilter.Of(context.Request, caller, work);
        return new PageResult(
            Wording.Translate("Limits reached"),
            PageResult.Of<ReachedLimitsPage>(
                (nameof(ReachedLimitsPage.Caller), caller),
                (nameof(ReachedLimitsPage.Address), address),
                (nameof(ReachedLimitsPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(ReachedLimitsPage.Features), await FeatureCatalogue.Find(work)),
                (nameof(ReachedLimitsPage.Plans), await PlanCatalogue.FindNames(work)),
                (nameof(ReachedLimitsPage.Counts), await limits.Count(filter, work)),
                (nameof(ReachedLimitsPage.Rows), await limits.List(filter, work))
            )
        );
    }

    public async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown("state", "feature", "share", "plan", "q", "cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var filter = await ReachedLimitFilter.Of(context.Request, Caller.Of(context)!, work);
        var rows = await limits.List(filter with { Limit = context.Request.Limit() }, work);
        return Results.Json(
            new OwnerConsole.Data.Page<ReachedLimitView>([.. rows.Data.Select(ReachedLimitView.Of)], rows.NextCursor, null),
            Json.ResponseOptions
        );
    }
}

/// <summary>A limit that a tenant is blocked by, over, at or near, as returned by the API.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Unit">Unit of one.</param>
/// <param name="State">How close to the limit the tenant is.</param>
/// <param name="Used">Usage in the current period.</param>
/// <param name="Reserved">Amount of open reservations.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Over">Usage above the limit; null if there is none.</param>
/// <param name="Since">When it came to that state.</param>
/// <param name="ResetsAt">When usage resets; null if it never does.</param>
/// <param name="Refused">Refusals in the last 24 hours.</param>
public sealed record ReachedLimitView(
    string TenantId,
    string Feature,
    string Unit,
    LimitState State,
    string Used,
    string Reserved,
    string Limit,
    string? Over,
    DateTimeOffset Since,
    DateTimeOffset? ResetsAt,
    long Refused
)
{
    internal static ReachedLimitView Of(ReachedLimit row) =>
        new(
            row.TenantId,
            row.Feature,
            row.Unit,
            row.State,
            Allowance.Plain(row.Used),
            Allowance.Plain(row.Reserved),
            Allowance.Plain(row.Allows),
            row.Over is { } over ? Allowance.Plain(over) : null,
            row.Since,
            ClaimProcessor.ResetsAt(row.PeriodEnd),
            row.Refused
        );
}
