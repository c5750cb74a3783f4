using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Entitlements.Blocks.Pages;
using OwnerConsole.Tenants.Plans.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Entitlements.Blocks;

/// <summary>How much of their limits tenants use, on the pages of the plans and over the API.</summary>
internal static class SpreadRoutes
{
    public static void Map(IEndpointRouteBuilder routes, string permission) =>
        routes
            .MapGet("/api/v1/limits/spread", List)
            .Says(
                "Count how many tenants use how much of each limit in the periods that run, and how often somebody was refused in the last 30 days. Who has used nothing yet in a period is not counted."
            )
            .Reads("plan", "a plan's key: only of the tenants that hold it")
            .PagesWhole()
            .Answers<Kernel.Data.Page<SpreadView>>()
            .Needs(permission);

    /// <param name="share">null for all of them</param>
    /// <returns>the list of exactly those that a figure counts</returns>
    public static string Rows(string list, string feature, UsedShare share, string? plan)
    {
        var query = new QueryBuilder { { "feature", feature }, { "share", share.ToText() } };
        if (plan is not null)
            query.Add("plan", plan);
        return list + query;
    }

    public static Task<RenderFragment> OfAll(IServiceProvider services, PanelPlace place, Work work) => Draw(place, plan: null, work);

    public static async Task<RenderFragment> OfPlan(IServiceProvider services, PanelPlace place, Work work) =>
        (await PlanBook.Find(work)).FirstOrDefault(plan => plan.PlanId == place.Id) is { } plan ? await Draw(place, plan.Key, work) : _ => { };

    private static async Task<RenderFragment> Draw(PanelPlace place, string? plan, Work work) =>
        Page.Of<SpreadPanel>(
            (nameof(SpreadPanel.Rows), await LimitSpread.Of(await Populations.Shown(place.Caller, work), place.Caller.OnlyTenant, plan, work)),
            (nameof(SpreadPanel.Plan), plan)
        );

    private static async Task<IResult> List(HttpContext context, Database database)
    {
        context.Request.Knows("plan");
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        var plan = context.Request.Text("plan");
        await using var work = await database.Read(context.RequestAborted);
        var rows = await LimitSpread.Of(await Populations.Shown(caller, work), caller.OnlyTenant, plan, work);
        return Results.Json(new Kernel.Data.Page<SpreadView>([.. rows.Select(row => SpreadView.Of(row, plan))], null, null), Json.Answers);
    }
}

/// <summary>How many tenants use how much of a limit.</summary>
/// <param name="Feature">its key</param>
/// <param name="Refused">how often somebody was refused in the last 30 days</param>
public sealed record SpreadView(string Feature, IReadOnlyList<ShareView> Shares, long Refused)
{
    internal static SpreadView Of(LimitSpread row, string? plan) =>
        new(
            row.Feature,
            [
                .. Enum.GetValues<UsedShare>()
                    .Select(share => new ShareView(share, row.Tenants.GetValueOrDefault(share), SpreadRoutes.Rows("/api/v1/limits", row.Feature, share, plan))),
            ],
            row.Refused
        );
}

/// <param name="Share">little is below 50 hundredths of the limit, half below 80, most below 90, nearly up to all of it, and over above</param>
/// <param name="Rows">the address that lists them</param>
public sealed record ShareView(UsedShare Share, long Tenants, string Rows);
