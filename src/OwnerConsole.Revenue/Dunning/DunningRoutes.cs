using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Dunning.Campaigns;
using OwnerConsole.Revenue.Dunning.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Serves the campaign and the timeline of an unpaid invoice as pages and through the API.</summary>
public sealed class DunningRoutes(Database database)
{
    public const string Address = "/revenue/dunning",
        Read = "purchase.read";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{Address}/{{id}}", (DunningRoutes self, HttpContext context, string id) => self.Show(context, id)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/dunning/{id}", (DunningRoutes self, HttpContext context, string id) => self.Find(context, id))
            .WithSummary("Get what was done for an unpaid invoice, and what will be done.")
            .Produces<CaseTimeline>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/dunning-simulation", (DunningRoutes self, HttpContext context) => self.Simulate(context))
            .WithSummary("Get what the current steps, or others, would have done in the last 12 months. Nothing is sent or changed.")
            .WithQueryParameter(
                "campaign",
                "ID of a campaign (dcp_…): simulates its steps with the invoices that it would have been the first to match. The default campaign when omitted."
            )
            .WithQueryParameter(
                "tenant",
                "ID of a tenant (tnt_… or ext:…): limits the invoices to it, and returns which campaign its unpaid invoices match and why."
            )
            .WithQueryParameter("email_days", "Days on which an email is sent, separated by commas. Without it, the steps of the campaign are simulated.")
            .WithQueryParameter("read_only_day", "Day on which access becomes read-only.", QueryType.Integer(1))
            .WithQueryParameter("suspend_day", "Day on which the tenant is suspended.", QueryType.Integer(1))
            .WithQueryParameter("cancel_day", "Day on which the subscription is cancelled.", QueryType.Integer(1))
            .Produces<Simulation>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/dunning-results", (DunningRoutes self, HttpContext context) => self.Report(context))
            .WithSummary("Get what became of unpaid invoices of the last 12 months, by the last step and by decline code, in the reporting currency.")
            .Produces<RecoveryReport>()
            .RequirePermission(Read);
    }

    /// <summary>Draws the cards above the list: the campaign, unpaid money by stage, and recovered payments.</summary>
    public static async Task<RenderFragment> DrawCards(PanelPlace place, UnitOfWork work)
    {
        var (campaigns, mode) = (await DunningCampaign.List(work), await Modes.Shown(place.Caller, work));
        return PageResult.Of<DunningCards>(
            (nameof(DunningCards.Place), place),
            (nameof(DunningCards.Dunning), await DunningActivation.Find(work)),
            (nameof(DunningCards.Campaigns), campaigns),
            (nameof(DunningCards.Report), await RecoveryReport.Find(mode, place.Caller.OnlyTenant, work))
        );
    }

    /// <summary>Draws the unpaid invoices of a tenant.</summary>
    public static async Task<RenderFragment> DrawTenant(PanelPlace place, UnitOfWork work) =>
        PageResult.Of<TenantDunning>(
            (nameof(TenantDunning.Place), place),
            (nameof(TenantDunning.Tenant), (await HeldTenant.Load([place.Id], work)).SingleOrDefault()),
            (nameof(TenantDunning.Invoices), await FindUnpaid(place.Id, work))
        );

    private async Task<IResult> Show(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var timeline = await CaseTimeline.Find(id, caller, work) ?? throw Problem.NotFound("invoice", id);
        return new PageResult(
            timeline.Number ?? timeline.Id,
            PageResult.Of<CasePage>(
                (nameof(CasePage.Caller), caller),
                (nameof(CasePage.Case), timeline),
                (nameof(CasePage.Tenant), await work.One<string>("select name from core.tenants where tenant_id = @TenantId", new { timeline.TenantId }))
            )
        );
    }

    private async Task<IResult> Find(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await CaseTimeline.Find(id, Caller.Of(context)!, work) ?? throw Problem.NotFound("invoice", id), Json.ResponseOptions);
    }

    private async Task<IResult> Simulate(HttpContext context)
    {
        context.Request.RequireKnown("campaign", "tenant", "email_days", "read_only_day", "suspend_day", "cancel_day");
        var (caller, query) = (Caller.Of(context)!, context.Request.Query);
        await using var work = await database.Read(context.RequestAborted);
        var campaign = await DunningCampaignRoutes.Find(query.Text("campaign"), work);
        var tenant = query.Text("tenant") is { } named ? await SubjectResolver.Tenant(caller, named, work) : caller.OnlyTenant;
        var steps = (campaign ?? await DunningCampaign.FindDefault(work)).Steps;
        var (readOnly, suspend, cancel) = (query.Number("read_only_day"), query.Number("suspend_day"), query.Number("cancel_day"));
        if (query.Text("email_days") is { } emails)
        {
            var input = new CampaignInput(null, emails, readOnly, suspend, cancel);
            if (StepDays.Check(input) is { } refusal)
                throw new Problem(400, refusal.Code, new SentenceRenderer().Text(refusal.Sentence));
            steps = StepDays.Read(input);
        }
        else if (readOnly is not null || suspend is not null || cancel is not null)
            throw Problem.Invalid("email_days", "is required with the days of other steps.");
        var simulation = await Simulation.Find(steps, campaign, tenant, await Modes.Shown(caller, work), work);
        return Results.Json(tenant is null ? simulation : simulation with { Matches = await InvoiceMatch.Find(tenant, work) }, Json.ResponseOptions);
    }

    private async Task<IResult> Report(HttpContext context)
    {
        context.Request.RequireKnown();
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await RecoveryReport.Find(await Modes.Shown(caller, work), caller.OnlyTenant, work), Json.ResponseOptions);
    }

    private static Task<IReadOnlyList<UnpaidInvoice>> FindUnpaid(string tenant, UnitOfWork work) =>
        work.List<UnpaidInvoice>(
            $"""
            select i.id, i.number, i.remaining_minor, i.currency, c.next_step, c.next_at, p.name as campaign
              from billing.invoices i
              left join dunning.cases c on c.tenant_id = i.tenant_id and c.account_id = i.account_id and c.invoice_id = i.id and c.closed_at is null
              left join dunning.campaigns p on p.tenant_id = 'tnt_platform' and p.campaign_id = c.campaign_id and p.closed_by is null
             where i.tenant_id = @tenant and {BillingRecords.IsUnpaid("i")}
             order by i.created_at
             limit 20
            """,
            new { tenant }
        );
}
