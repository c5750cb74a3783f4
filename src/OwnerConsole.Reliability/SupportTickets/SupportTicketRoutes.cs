using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Tickets;
using OwnerConsole.Reliability.SupportTickets.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.SupportTickets;

/// <summary>Receives support tickets from the help desk, and serves them as a page and through the API.</summary>
internal sealed class SupportTicketRoutes(Database database, SupportTicketIntake intake, TimeProvider clock)
{
    public const string Address = "/ops/support-tickets",
        Read = "support_ticket.read";

    private const string Api = "/api/v1/support/tickets",
        Report = "support_ticket.report";

    /// <summary>Tickets on a page.</summary>
    private const int PageSize = 25;

    private static readonly JsonElement s_example = JsonElement.Parse(
        """
        {
          "tenant": "ext:acme",
          "priority": "high",
          "opened_at": "2026-11-03T09:30:00Z",
          "first_reply_at": "2026-11-03T09:52:00Z",
          "resolved_at": "2026-11-03T14:05:00Z",
          "updated_at": "2026-11-03T14:05:00Z",
          "url": "https://help.example.com/tickets/4711"
        }
        """
    );

    /// <returns>Address of the tickets of a tenant.</returns>
    public static string Of(string tenantId) => $"{Address}?tenant={Uri.EscapeDataString(tenantId)}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, SupportTicketRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(SupportTicketExport.Address, (HttpContext context, SupportTicketExport self) => self.Send(context)).RequirePermission(Read);
        routes
            .MapGet(Api, (HttpContext context, SupportTicketRoutes self) => self.List(context))
            .WithSummary("List support tickets that the help desk has reported, the latest first.")
            .WithPaging()
            .WithQueryParameter("tenant", "ID of a tenant.", QueryType.Id("tnt_"))
            .WithQueryParameter("state", "Only tickets with this state.", QueryType.OneOf<TicketState>())
            .WithQueryParameter("priority", "Only tickets with this priority.", QueryType.OneOf<TicketPriority>())
            .Produces<OwnerConsole.Data.Page<SupportTicket>>()
            .RequirePermission(Read);
        routes
            .MapPut(Api, (HttpContext context, SupportTicketRoutes self) => self.ReportMany(context))
            .WithSummary(
                "Report the current state of up to 1,000 support tickets by their IDs in the help desk. Either all of them are stored or none. Later updates win."
            )
            .AcceptsJson<Bulk<SupportTicketReport>>()
            .Produces<OwnerConsole.Data.Page<SupportTicket>>()
            .RequirePermission(Report);
        routes
            .MapPut(Api + "/{id}", (HttpContext context, string id, SupportTicketRoutes self) => self.ReportOne(context, id))
            .WithSummary(
                "Report the current state of a support ticket by its ID in the help desk. Repeating it changes nothing, and a later update wins. Returns the stored state."
            )
            .AcceptsJson<SupportTicketReport>()
            .WithBodyExample(s_example)
            .Produces<SupportTicket>()
            .RequirePermission(Report);
    }

    internal static ListAddress ListOf(HttpRequest request) => ListAddress.Of(Address, request, SupportTicketFilter.ParameterNames.Contains);

    /// <exception cref="Problem">403: the caller has access to some tenants only.</exception>
    internal static Caller Reader(HttpContext context) =>
        OfAllTenants(context, "Support tickets cover all tenants. With access to some tenants only, you can't read them.");

    private async Task<IResult> Show(HttpContext context)
    {
        var (caller, address) = (Reader(context), ListOf(context.Request));
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var filter = SupportTicketFilter.Read(context.Request.Query, await Modes.Shown(caller, work)) with { Limit = PageSize };
        var tickets = await SupportTicketList.Find(filter, work);
        return new PageResult(
            "Support tickets",
            PageResult.Of<SupportTicketsPage>(
                (nameof(SupportTicketsPage.Address), address),
                (nameof(SupportTicketsPage.Mode), filter.Mode),
                (nameof(SupportTicketsPage.Tickets), tickets),
                (nameof(SupportTicketsPage.IsConnected), tickets.Data.Count > 0 || await SupportTicketList.HasAny(filter.Mode, work)),
                (nameof(SupportTicketsPage.Origin), $"{context.Request.Scheme}://{context.Request.Host}")
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown([.. SupportTicketFilter.ParameterNames, "cursor", "limit"]);
        var (caller, limit) = (Reader(context), context.Request.Limit());
        await using var work = await database.Read(context.RequestAborted);
        var filter = SupportTicketFilter.Read(context.Request.Query, await Modes.Shown(caller, work)) with { Limit = limit };
        return Results.Json(await SupportTicketList.Find(filter, work), Json.ResponseOptions);
    }

    private async Task<IResult> ReportOne(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        var mode = ModeOfReporter(context);
        var report = await RequestBody.ReadJson<SupportTicketReport>(context, context.RequestAborted);
        report.Check(id, "", clock.GetUtcNow());
        var stored = await intake.Store([new(id, report, "")], mode, context.RequestAborted);
        return Results.Json(stored[0], Json.ResponseOptions);
    }

    /// <summary>Body: <c>{"data": [{"id": "4711", …}]}</c>. Stores all of them or none.</summary>
    private async Task<IResult> ReportMany(HttpContext context)
    {
        context.Request.RequireKnown();
        var mode = ModeOfReporter(context);
        var body = await RequestBody.ReadJson(context, context.RequestAborted);
        var items = RequestBody.ReadBulk(body, SupportTicketIntake.MaxTickets, "the ID of the ticket in your help desk");
        var tickets = items.Select(item => new ReportedTicket(item.Id, Json.Read<SupportTicketReport>(item.Fields, item.At), item.At)).ToList();
        foreach (var ticket in tickets)
            ticket.Report.Check(ticket.Id, ticket.At, clock.GetUtcNow());
        if (tickets.DistinctBy(ticket => ticket.Id, StringComparer.Ordinal).Count() != tickets.Count)
            throw Problem.Invalid("data", "lists a ticket twice.");
        var stored = await intake.Store(tickets, mode, context.RequestAborted);
        return Results.Json(new OwnerConsole.Data.Page<SupportTicket>(stored, null, null), Json.ResponseOptions);
    }

    /// <returns>Mode of the tickets that the caller reports.</returns>
    private static Mode ModeOfReporter(HttpContext context) =>
        OfAllTenants(context, "Support tickets belong to many tenants. With access to some tenants only, you can't report them.").Mode ?? Mode.Live;

    private static Caller OfAllTenants(HttpContext context, string refusal) =>
        Caller.Of(context) is { IsScoped: false } caller ? caller : throw Problem.WholePlatform(refusal);
}
