using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Tenants.Campaigns.Pages;
using OwnerConsole.Tenants.Plans.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>The page of a campaign, the panel on its plan's page, and the API endpoints for campaigns.</summary>
public sealed class CampaignRoutes(Database database, TimeProvider clock)
{
    public const string Address = "/plans/{plan}/campaigns/{id}",
        Read = "plan.read";

    private const int InPanel = 5;

    public static string Of(Campaign campaign) => $"/plans/{campaign.PlanId}/campaigns/{campaign.CampaignId}";

    public async Task<IResult> Show(HttpContext context, string planId, string id)
    {
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        var campaign = await Found(caller, id, work);
        if (campaign.PlanId != planId)
            throw Problem.NotFound("campaign", id);
        var plans = await PlanBook.Find(work);
        var status = await CampaignStatus.Of(campaign, plans, work);
        var forecast = status.Left > 0 ? await Forecast.Of(campaign, work) : null;
        var waves = await Wave.Find(id, work);
        return new Page(
            $"Campaign for {(await PlanBook.Names(work)).Said([campaign.Plan])}",
            Page.Of<CampaignPage>(
                (nameof(CampaignPage.Status), status),
                (nameof(CampaignPage.Waves), waves),
                (nameof(CampaignPage.Forecast), forecast),
                (nameof(CampaignPage.MayMoveAgain), await MayMoveAgain(status, work)),
                (nameof(CampaignPage.Plan), (await PlanBook.Names(work)).Said([campaign.Plan])),
                (nameof(CampaignPage.Names), await SentenceReader.For(Named(status, forecast), work)),
                (nameof(CampaignPage.Caller), caller),
                (nameof(CampaignPage.Now), clock.GetUtcNow())
            )
        );
    }

    public async Task<IResult> List(HttpContext context)
    {
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        var page = await Campaign.List(await Populations.Shown(caller, work), context.Request.Query.Text("cursor"), context.Request.Limit(), work);
        var plans = await PlanBook.Find(work);
        var views = new List<CampaignView>();
        foreach (var campaign in page.Data) // counts run for open campaigns only, and each plan has at most one
            views.Add(CampaignView.Of(await CampaignStatus.Of(campaign, plans, work)));
        return Results.Json(new Page<CampaignView>(views, page.NextCursor, page.Total), Json.Answers);
    }

    public async Task<IResult> Find(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        var campaign = await Found(caller, id, work);
        var status = await CampaignStatus.Of(campaign, await PlanBook.Find(work), work);
        var forecast = status.Left > 0 ? await Forecast.Of(campaign, work) : null;
        return Results.Json(
            CampaignView.Of(
                status,
                await Wave.Find(id, work),
                forecast,
                await SentenceReader.For(Named(status, forecast), work),
                await MayMoveAgain(status, work)
            ),
            Json.Answers
        );
    }

    public async Task<RenderFragment> Draw(PanelPlace place, Work work)
    {
        var population = await Populations.Shown(place.Caller, work);
        var plans = await PlanBook.Find(work);
        var plan = plans.FirstOrDefault(plan => plan.PlanId == place.Id);
        var campaigns = new List<CampaignStatus>();
        foreach (var campaign in await Campaign.Of(place.Id, population, InPanel, work))
            campaigns.Add(await CampaignStatus.Of(campaign, plans, work));
        var isAnybodyLeft = plan is not null && (await new Candidates(plan.PlanId, plan.Key, plan.Number, null, population).First(1, work)).Count > 0;
        return campaigns.Count == 0 && !isAnybodyLeft
            ? _ => { }
            : Page.Of<CampaignsPanel>(
                (nameof(CampaignsPanel.Campaigns), campaigns),
                (nameof(CampaignsPanel.MayStart), isAnybodyLeft && campaigns.All(one => one.State is CampaignState.Done or CampaignState.Stopped)),
                (nameof(CampaignsPanel.Place), place)
            );
    }

    private static async Task<Campaign> Found(Caller caller, string id, Work work) =>
        await Campaign.Find(id, work) is { } campaign && campaign.Population == await Populations.Shown(caller, work)
            ? campaign
            : throw Problem.NotFound("campaign", id);

    /// <summary>Whether a tenant whose migration was undone is still on an older version.</summary>
    private static async Task<bool> MayMoveAgain(CampaignStatus status, Work work) =>
        status.TakenBack > 0 && (await Candidates.Of(status.Campaign).TakenBack(1, work)).Count > 0;

    private static IEnumerable<string> Named(CampaignStatus status, Forecast? forecast) =>
        status.LeftOver.Concat(forecast?.OverLimit ?? []).Concat(forecast?.Refused.Select(one => one.TenantId) ?? []).Append(status.Campaign.AskedBy);
}
