using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Campaigns.Pages;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>The page of a campaign, the panel on its plan's page, and the API endpoints for campaigns.</summary>
public sealed class CampaignRoutes(Database database, TimeProvider clock)
{
    public const string Address = "/plans/{plan}/campaigns/{id}",
        Read = "plan.read";

    private const int PanelSize = 5;

    public static string Of(Campaign campaign) => $"/plans/{campaign.PlanId}/campaigns/{campaign.CampaignId}";

    public async Task<IResult> Show(HttpContext context, string planId, string id)
    {
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        var campaign = await Get(caller, id, work);
        if (campaign.PlanId != planId)
            throw Problem.NotFound("campaign", id);
        var plans = await PlanCatalogue.Find(work);
        var status = await CampaignProgress.Of(campaign, plans, work);
        var forecast = status.Remaining > 0 ? await WaveForecast.Of(campaign, work) : null;
        var waves = await Wave.Find(id, work);
        return new PageResult(
            $"Campaign for {(await PlanCatalogue.FindNames(work)).JoinNames([campaign.Plan])}",
            PageResult.Of<CampaignPage>(
                (nameof(CampaignPage.Status), status),
                (nameof(CampaignPage.Waves), waves),
                (nameof(CampaignPage.Forecast), forecast),
                (nameof(CampaignPage.MayMoveAgain), await CanMoveAgain(status, work)),
                (nameof(CampaignPage.Plan), (await PlanCatalogue.FindNames(work)).JoinNames([campaign.Plan])),
                (nameof(CampaignPage.Names), await SentenceRenderer.For(NamedIds(status, forecast), work)),
                (nameof(CampaignPage.Caller), caller),
                (nameof(CampaignPage.Now), clock.GetUtcNow())
            )
        );
    }

    public async Task<IResult> List(HttpContext context)
    {
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        var page = await Campaign.List(await Modes.Shown(caller, work), context.Request.Query.Text("cursor"), context.Request.Limit(), work);
        var plans = await PlanCatalogue.Find(work);
        var views = new List<CampaignView>();
        foreach (var campaign in page.Data) // counts run for open campaigns only, and each plan has at most one
            views.Add(CampaignView.Of(await CampaignProgress.Of(campaign, plans, work)));
        return Results.Json(new Page<CampaignView>(views, page.NextCursor, page.Total), Json.ResponseOptions);
    }

    public async Task<IResult> Find(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        var campaign = await Get(caller, id, work);
        var status = await CampaignProgress.Of(campaign, await PlanCatalogue.Find(work), work);
        var forecast = status.Remaining > 0 ? await WaveForecast.Of(campaign, work) : null;
        return Results.Json(
            CampaignView.Of(
                status,
                await Wave.Find(id, work),
                forecast,
                await SentenceRenderer.For(NamedIds(status, forecast), work),
                await CanMoveAgain(status, work)
            ),
            Json.ResponseOptions
        );
    }

    public async Task<RenderFragment> Draw(PanelPlace place, UnitOfWork work)
    {
        var mode = await Modes.Shown(place.Caller, work);
        var plans = await PlanCatalogue.Find(work);
        var plan = plans.FirstOrDefault(plan => plan.PlanId == place.Id);
        var campaigns = new List<CampaignProgress>();
        foreach (var campaign in await Campaign.Of(place.Id, mode, PanelSize, work))
            campaigns.Add(await CampaignProgress.Of(campaign, plans, work));
        var isAnybodyLeft = plan is not null && (await new CampaignCandidates(plan.PlanId, plan.Key, plan.Number, null, mode).FindFirst(1, work)).Count > 0;
        return campaigns.Count == 0 && !isAnybodyLeft
            ? _ => { }
            : PageResult.Of<CampaignsPanel>(
                (nameof(CampaignsPanel.Campaigns), campaigns),
                (nameof(CampaignsPanel.MayStart), isAnybodyLeft && campaigns.All(campaign => campaign.State is CampaignState.Done or CampaignState.Stopped)),
                (nameof(CampaignsPanel.Place), place)
            );
    }

    private static async Task<Campaign> Get(Caller caller, string id, UnitOfWork work) =>
        await Campaign.Find(id, work) is { } campaign && campaign.Mode == await Modes.Shown(caller, work) ? campaign : throw Problem.NotFound("campaign", id);

    /// <summary>Whether a tenant whose migration was undone is still on an older version.</summary>
    private static async Task<bool> CanMoveAgain(CampaignProgress status, UnitOfWork work) =>
        status.Reverted > 0 && (await CampaignCandidates.Of(status.Campaign).FindReverted(1, work)).Count > 0;

    private static IEnumerable<string> NamedIds(CampaignProgress status, WaveForecast? forecast) =>
        status
            .OverLimitTenants.Concat(forecast?.OverLimit ?? [])
            .Concat(forecast?.Refused.Select(one => one.TenantId) ?? [])
            .Append(status.Campaign.RequestedBy);
}
