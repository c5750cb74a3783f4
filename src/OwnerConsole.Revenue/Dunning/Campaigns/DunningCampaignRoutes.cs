using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Revenue.Dunning.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>Serves the campaigns and their simulator as a page and through the API.</summary>
public sealed class DunningCampaignRoutes(Database database)
{
    public const string Address = $"{DunningRoutes.Address}/campaigns";

    /// <summary>For figures of the whole platform, because campaigns apply to all tenants.</summary>
    public const string Permission = "month.read";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (DunningCampaignRoutes self, HttpContext context) => self.Show(context)).RequirePermission(Permission);
        routes
            .MapGet("/api/v1/dunning/campaigns", (DunningCampaignRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List the campaigns of dunning in the order in which they are tried, with the number of unpaid invoices that each would match now.")
            .WithListPaging()
            .Produces<Page<DunningCampaignView>>()
            .RequirePermission(Permission);
    }

    /// <exception cref="Problem">404: there is no such campaign.</exception>
    internal static async Task<DunningCampaign?> Find(string? id, UnitOfWork work) =>
        id is null ? null : (await DunningCampaign.List(work)).FirstOrDefault(campaign => campaign.Id == id) ?? throw Problem.NotFound("campaign", id);

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown();
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(
            new Page<DunningCampaignView>(await DunningCampaignView.List(await Modes.Shown(caller, work), work), null, null),
            Json.ResponseOptions
        );
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        var (named, chosen) = (context.Request.Query.Text("tenant"), context.Request.Query.Text("campaign"));
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(caller, work);
        var campaigns = await DunningCampaignView.List(mode, work);
        var campaign = (await DunningCampaign.List(work)).FirstOrDefault(campaign => campaign.Id == chosen);
        var tenant = named is null ? null : await FindTenant(caller, named, work);
        return new PageResult(
            "Dunning campaigns",
            PageResult.Of<CampaignsPage>(
                (nameof(CampaignsPage.Caller), caller),
                (nameof(CampaignsPage.Campaigns), campaigns),
                (nameof(CampaignsPage.Dunning), await DunningActivation.Find(work)),
                (nameof(CampaignsPage.Excluded), await FindNames([.. campaigns.SelectMany(one => one.ExcludedTenants)], work)),
                (nameof(CampaignsPage.Named), named),
                (nameof(CampaignsPage.Tenant), tenant),
                (nameof(CampaignsPage.Matches), tenant is null ? [] : await InvoiceMatch.Find(tenant.TenantId, work)),
                (nameof(CampaignsPage.Simulated), campaign is null ? null : await Simulation.Find(campaign.Steps, campaign, null, mode, work))
            )
        );
    }

    /// <returns>Null if there is none.</returns>
    private static async Task<NamedTenant?> FindTenant(Caller caller, string named, UnitOfWork work)
    {
        var (sql, args) = await SubjectResolver.TenantCondition(caller, named, work);
        return await work.One<NamedTenant>($"select t.tenant_id, t.name from core.tenants t where {sql}", args);
    }

    private static async Task<IReadOnlyDictionary<string, string>> FindNames(string[] ids, UnitOfWork work) =>
        (await work.List<NamedTenant>("select t.tenant_id, t.name from core.tenants t where t.tenant_id = any(@ids)", new { ids })).ToDictionary(
            row => row.TenantId,
            row => row.Name,
            StringComparer.Ordinal
        );
}

/// <summary>A tenant with its name.</summary>
public sealed record NamedTenant(string TenantId, string Name);
