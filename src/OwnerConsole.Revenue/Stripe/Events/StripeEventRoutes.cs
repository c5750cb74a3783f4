using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Stripe.Accounts;
using OwnerConsole.Revenue.Stripe.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>Serves the events received from Stripe as pages and through the API.</summary>
public sealed class StripeEventRoutes(Database database, Panels panels, OperationCatalogue catalogue, DenialExplainer denials)
{
    public const string Address = "/stripe/events",
        ApiAddress = "/api/v1/stripe/events";

    public static string Of(string eventId) => $"{Address}/{eventId}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (StripeEventRoutes self, HttpContext context) => self.Show(context)).WithSavedViews().RequirePermission(StripeRoutes.Read);
        routes.MapGet(StripeEventExport.Address, (StripeEventExport self, HttpContext context) => self.Send(context)).RequirePermission(StripeRoutes.Read);
        routes
            .MapGet(Address + "/{id}", (StripeEventRoutes self, HttpContext context, string id) => self.ShowOne(context, id))
            .RequirePermission(StripeRoutes.Read);
        routes
            .MapGet(ApiAddress, (StripeEventRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List the events received from Stripe, newest first.")
            .WithPaging()
            .WithQueryParameter("q", "Complete ID of an event or of its object.")
            .WithQueryParameter("state", "State of the event.", QueryType.OneOf<StripeEventState>())
            .WithQueryParameter("type", "Type, such as invoice.paid.")
            .WithQueryParameter("mode", "Mode of the event.", QueryType.OneOf<Mode>())
            .WithQueryParameter("sort", "The oldest first, or with a minus the newest first.", QueryType.SortOf(StripeEventFilter.Time))
            .Produces<Page<StripeEventRow>>()
            .RequirePermission(StripeRoutes.Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var (caller, address) = (Caller.Of(context)!, StripeEventFilter.Address(context.Request)); // the route needs a permission, so there is a caller
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Stripe events",
            PageResult.Of<StripeEventsPage>(
                (nameof(StripeEventsPage.Caller), caller),
                (nameof(StripeEventsPage.Denied), await denials.Of(caller, [catalogue.Find(ReplayStripeEvent.Name).Definition], work)),
                (nameof(StripeEventsPage.Address), address),
                (nameof(StripeEventsPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(StripeEventsPage.Events), await StripeEvents.Find(StripeEventFilter.Read(context.Request.Query, caller), work))
            )
        );
    }

    private async Task<IResult> ShowOne(HttpContext context, string eventId)
    {
        var caller = Caller.Of(context)!; // the route needs a permission, so there is a caller
        await using var work = await database.Read(context.RequestAborted);
        var row = await StripeEvents.Get(eventId, caller, work) ?? throw Problem.NotFound("event");
        return new PageResult(
            row.Type,
            PageResult.Of<StripeEventPage>(
                (nameof(StripeEventPage.Caller), caller),
                (nameof(StripeEventPage.Row), row),
                (nameof(StripeEventPage.Body), await StripeEvents.Body(row, work))
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown([.. StripeEventFilter.ParameterNames, "sort", "cursor", "limit"]);
        var caller = Caller.Of(context)!; // the route needs a permission, so there is a caller
        await using var work = await database.Read(context.RequestAborted);
        var filter = StripeEventFilter.Read(context.Request.Query, caller) with { Limit = context.Request.Limit() };
        return Results.Json(await StripeEvents.Find(filter, work), Json.ResponseOptions);
    }
}
