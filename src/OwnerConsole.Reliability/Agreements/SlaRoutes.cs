using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Agreements;
using OwnerConsole.Reliability.Agreements.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Serves SLAs and their results as a page and through the API.</summary>
internal sealed class SlaRoutes(Database database, SlaResultList list, TimeProvider clock)
{
    public const string Address = "/ops/slas",
        Read = "sla.read";

    private const string ReadTickets = "support_ticket.read";

    /// <summary>Results on a page.</summary>
    private const int PageSize = 25;

    /// <returns>Address of the results of one SLA.</returns>
    public static string Of(string id) => $"{Address}?sla={Uri.EscapeDataString(id)}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, SlaRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(SlaExport.Address, (HttpContext context, SlaExport self) => self.Send(context)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/slas", (HttpContext context, SlaRoutes self) => self.ListSlas(context))
            .WithSummary("List SLAs with the number of their tenants by state in the current period, by name.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<SlaView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/sla-results", (HttpContext context, SlaRoutes self) => self.ListResults(context))
            .WithSummary("List results of tenants in periods of SLAs, the latest period first.")
            .WithPaging()
            .WithQueryParameter("q", "Part of the name of a tenant, or its complete ID.")
            .WithQueryParameter("sla", "ID of an SLA.", QueryType.Id("sla_"))
            .WithQueryParameter("state", "Only results with this state.", QueryType.OneOf<SlaState>())
            .WithQueryParameter("tenant", "ID of a tenant.", QueryType.Id("tnt_"))
            .WithQueryParameter("time", "current for periods that are not closed, closed, or all. Default: current.", QueryType.OneOf<SlaResultTime>())
            .Produces<OwnerConsole.Data.Page<SlaResultView>>()
            .RequirePermission(Read);
    }

    internal static ListAddress List(HttpRequest request) => ListAddress.Of(Address, request, SlaResultFilter.ParameterNames.Contains);

    internal static Caller Platform(HttpContext context) =>
        Caller.OfPlatform(context, "SLAs cover the whole platform. With access to test data or to some tenants only, you can't read them.");

    private async Task<IResult> Show(HttpContext context)
    {
        var (caller, address) = (Platform(context), List(context.Request));
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var filter = SlaResultFilter.Read(context.Request.Query, await Modes.Shown(caller, work)) with { Limit = PageSize };
        var counted = caller.Can(ReadTickets) && filter.SlaId is { } id && await Sla.List([id], work) is [{ } sla] && sla.Kind.CountsTickets() ? sla : null;
        IReadOnlyList<MissedTicket> missed = counted is null ? [] : await SlaTickets.ListMissed(counted, filter.Mode, filter.TenantId, clock.GetUtcNow(), work);
        return new PageResult(
            "SLAs",
            PageResult.Of<SlasPage>(
                (nameof(SlasPage.Caller), caller),
                (nameof(SlasPage.Address), address),
                (nameof(SlasPage.Mode), filter.Mode),
                (nameof(SlasPage.Slas), await SlaView.List(filter.Mode, work)),
                (nameof(SlasPage.Proposals), await list.FindProposals(work)),
                (nameof(SlasPage.Counted), counted?.Kind),
                (nameof(SlasPage.CountedHours), counted?.BusinessHours),
                (nameof(SlasPage.Missed), missed),
                (nameof(SlasPage.Results), await list.Find(filter, work))
            )
        );
    }

    private async Task<IResult> ListSlas(HttpContext context)
    {
        context.Request.RequireKnown();
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(new OwnerConsole.Data.Page<SlaView>(await SlaView.List(await Modes.Shown(caller, work), work), null, null), Json.ResponseOptions);
    }

    private async Task<IResult> ListResults(HttpContext context)
    {
        context.Request.RequireKnown([.. SlaResultFilter.ParameterNames, "cursor", "limit"]);
        var (caller, limit) = (Platform(context), context.Request.Limit());
        await using var work = await database.Read(context.RequestAborted);
        var filter = SlaResultFilter.Read(context.Request.Query, await Modes.Shown(caller, work)) with { Limit = limit };
        return Results.Json(await list.Find(filter, work), Json.ResponseOptions);
    }
}
