using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Entitlements.Blocks.Pages;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>Share of limits used by tenants, on the plan pages and as an API endpoint.</summary>
internal static class LimitDistributionRoutes
{
    public static void Map(IEndpointRouteBuilder routes, string permission) =>
        routes
            .MapGet("/api/v1/limits/distribution", List)
            .WithSummary(
                "Count tenants by share of each limit used in the current period, and refusals in the last 30 days. Tenants with no usage are excluded."
            )
            .WithQueryParameter("plan", "Key of a plan: only tenants on it.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<LimitDistributionView>>()
            .RequirePermission(permission);

    /// <param name="share">Share of the limit used; null for all.</param>
    /// <returns>Address of the list of exactly the tenants that a figure counts.</returns>
    public static string Rows(string list, string feature, UsedShare share, string? plan)
    {
        var query = new QueryBuilder { { "feature", feature }, { "share", share.ToText() } };
        if (plan is not null)
            query.Add("plan", plan);
        return list + query;
    }

    public static Task<RenderFragment> DrawAll(IServiceProvider services, PanelPlace place, UnitOfWork work) => Draw(place, plan: null, work);

    public static async Task<RenderFragment> DrawPlan(IServiceProvider services, PanelPlace place, UnitOfWork work) =>
        (await PlanCatalogue.Find(work)).FirstOrDefault(plan => plan.PlanId == place.Id) is { } plan ? await Draw(place, plan.Key, work) : _ => { };

    private static async Task<RenderFragment> Draw(PanelPlace place, string? plan, UnitOfWork work) =>
        PageResult.Of<LimitDistributionPanel>(
            (nameof(LimitDistributionPanel.Rows), await LimitDistribution.Of(await Modes.Shown(place.Caller, work), place.Caller.OnlyTenant, plan, work)),
            (nameof(LimitDistributionPanel.Plan), plan)
        );

    private static async Task<IResult> List(HttpContext context, Database database)
    {
        context.Request.RequireKnown("plan");
        var caller = Caller.Of(context)!; // The route requires a permission, so there is a caller.
        var plan = context.Request.Text("plan");
        await using var work = await database.Read(context.RequestAborted);
        var rows = await LimitDistribution.Of(await Modes.Shown(caller, work), caller.OnlyTenant, plan, work);
        return Results.Json(
            new OwnerConsole.Data.Page<LimitDistributionView>([.. rows.Select(row => LimitDistributionView.Of(row, plan))], null, null),
            Json.ResponseOptions
        );
    }
}

/// <summary>Number of tenants by share of a limit used.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Shares">Number of tenants by share of the limit used.</param>
/// <param name="Refused">Refusals in the last 30 days.</param>
public sealed record LimitDistributionView(string Feature, IReadOnlyList<UsedShareView> Shares, long Refused)
{
    internal static LimitDistributionView Of(LimitDistribution row, string? plan) =>
        new(
            row.Feature,
            [
                .. Enum.GetValues<UsedShare>()
                    .Select(share => new UsedShareView(
                        share,
                        row.Tenants.GetValueOrDefault(share),
                        LimitDistributionRoutes.Rows("/api/v1/limits", row.Feature, share, plan)
                    )),
            ],
            row.Refused
        );
}

/// <param name="Share">Share of the limit used: little is below 50%, half below 80%, most below 90%, nearly up to 100%, over above 100%.</param>
/// <param name="Tenants">Number of tenants.</param>
/// <param name="Rows">Address that lists the tenants.</param>
public sealed record UsedShareView(UsedShare Share, long Tenants, string Rows);
