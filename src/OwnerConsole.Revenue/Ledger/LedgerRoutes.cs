using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Ledger.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Ledger;

/// <summary>Purchases and plans of all tenants as a page and over the API, and the latest purchases on a tenant's page.</summary>
public sealed class LedgerRoutes(Database database, LedgerList list, PlanNames plans, Panels panels)
{
    public const string Address = "/revenue/ledger",
        Permission = "purchase.read";

    private const int PanelSize = 5;

    public static string Of(string tenantId) => $"{Address}?tenant={tenantId}";

    public async Task<IResult> Show(HttpContext context)
    {
        var address = Read(context.Request);
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var (filter, names) = (await Filter(context, work), await plans(work));
        return new PageResult(
            Wording.Translate("Purchases and plans"),
            PageResult.Of<LedgerPage>(
                (nameof(LedgerPage.Address), address),
                (nameof(LedgerPage.Mode), filter.Mode),
                (nameof(LedgerPage.Filters), await Choices(filter, names, work)),
                (nameof(LedgerPage.PlanNames), names),
                (nameof(LedgerPage.Views), await panels.DrawViews(address.Place(Caller.Of(context)!), work)), // the route requires a permission, so the caller is signed in
                (nameof(LedgerPage.List), await list.Find(filter, work))
            )
        );
    }

    public async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown([.. LedgerFilter.ParameterNames, "sort", "cursor", "limit"]);
        await using var work = await database.Read(context.RequestAborted);
        var page = await list.Find(await Filter(context, work) with { Limit = context.Request.Limit() }, work);
        return Results.Json(new Page<LedgerView>([.. page.Data.Select(LedgerView.Of)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    public async Task<RenderFragment> Draw(PanelPlace place, UnitOfWork work)
    {
        var filter = new LedgerFilter(
            await Modes.Shown(place.Caller, work),
            Kind: LedgerRowKind.Purchase,
            TenantId: place.Id,
            OnlyTenant: place.Caller.OnlyTenant
        );
        return PageResult.Of<PurchasesPanel>(
            (nameof(PurchasesPanel.TenantId), place.Id),
            (nameof(PurchasesPanel.PlanNames), await plans(work)),
            (nameof(PurchasesPanel.List), await list.Find(filter with { Limit = PanelSize }, work))
        );
    }

    /// <returns>The total amount; null for a plan without a price.</returns>
    public static Money? Price(LedgerRow row) => row is { Amount: { } amount, Currency: { } currency } ? new(amount, currency) : null;

    /// <returns>Billing interval, such as <c>month</c> or <c>3 months</c>; null for a purchase.</returns>
    public static string? BillingInterval(LedgerRow row) =>
        row is { Unit: { } unit, Units: { } units }
            ? units == 1
                ? unit
                : Wording.Count(units, unit)
            : null;

    internal static ListAddress Read(HttpRequest request) => ListAddress.Of(Address, request, LedgerFilter.ParameterNames.Contains);

    internal static async Task<LedgerFilter> Filter(HttpContext context, UnitOfWork work)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        return LedgerFilter.Read(context.Request.Query, await Modes.Shown(caller, work), caller.OnlyTenant);
    }

    private static async Task<IReadOnlyList<ListFilter>> Choices(LedgerFilter filter, IReadOnlyDictionary<string, string> names, UnitOfWork work)
    {
        var held = await TenantPlanItems.ListSubscribedPlans(ListFilter.MaxOptions, work);
        var tenant = filter.TenantId is null
            ? null
            : await work.One<string>(
                "select name from core.tenants where tenant_id = @TenantId and mode = @Mode and (@OnlyTenant::text is null or tenant_id = @OnlyTenant)",
                new
                {
                    filter.TenantId,
                    filter.Mode,
                    filter.OnlyTenant,
                }
            );
        return
        [
            new("kind", "Kind", [("purchase", "Purchases"), ("plan", Wording.Translate("Plans"))]),
            .. held.Count == 0 && filter.Plan is null ? [] : new[] { ListFilter.OfPlans(filter.Plan is null ? held : held.Union([filter.Plan]), names) },
            .. tenant is null ? [] : new[] { new ListFilter("tenant", "Tenant", [(filter.TenantId!, tenant)]) },
        ];
    }
}

/// <summary>A ledger row in the API.</summary>
/// <param name="Kind">Whether it is a purchase or a plan.</param>
/// <param name="Id">The application's ID of the purchase, or the key of the plan.</param>
/// <param name="At">Time of the purchase, or the start of the plan.</param>
/// <param name="Price">Total amount; for plans, the amount per billing interval. null if the plan has no price.</param>
/// <param name="PaidEach">Billing interval of a plan, such as month; null for a purchase.</param>
/// <param name="Quantity">Number of units.</param>
/// <param name="Name">Name of the purchased item, as reported.</param>
/// <param name="Plan">Key of the plan; null for a purchase without one.</param>
/// <param name="From">Start of the paid period or of the plan; null for one-time purchases.</param>
/// <param name="To">End of the period; null for a current plan.</param>
/// <param name="MemberId">Member who bought it; null if none was reported.</param>
public sealed record LedgerView(
    LedgerRowKind Kind,
    string TenantId,
    string Id,
    DateTimeOffset At,
    Money? Price,
    string? PaidEach,
    int Quantity,
    string? Name,
    string? Plan,
    DateTimeOffset? From,
    DateTimeOffset? To,
    string? MemberId
)
{
    internal static LedgerView Of(LedgerRow row) =>
        new(
            row.Kind,
            row.TenantId,
            row.Key,
            row.At,
            LedgerRoutes.Price(row),
            LedgerRoutes.BillingInterval(row),
            row.Quantity,
            row.Name,
            row.Plan,
            row.FromAt,
            row.ToAt,
            row.MemberId
        );
}
