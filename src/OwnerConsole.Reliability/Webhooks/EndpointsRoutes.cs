using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.Webhooks.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Serves the pages of endpoints and deliveries.</summary>
public sealed class EndpointsRoutes(Database database, Endpoints endpoints, Deliveries deliveries, Panels panels, Catalogue catalogue, Denials denials)
{
    public const string Address = "/webhooks/out";

    private static readonly string[] Deeds = ["webhook_delivery.replay", "webhook_delivery.try"];

    public static string Of(string endpointId) => $"{Address}/{endpointId}";

    public static string OfDelivery(string deliveryId) => $"{Address}/deliveries/{deliveryId}";

    public async Task<IResult> Show(HttpContext context)
    {
        var address = DeliveryFilter.Address(Address, context.Request);
        address.Tidy(context);
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        await using var work = await database.Read(context.RequestAborted);
        var filter = await DeliveryFilter.Read(context.Request.Query, caller, work);
        return new Page(
            "Webhooks",
            Page.Of<EndpointsPage>(
                (nameof(EndpointsPage.Endpoints), await endpoints.Find(null, work)),
                (nameof(EndpointsPage.Caller), caller),
                (nameof(EndpointsPage.Denied), await Denied(caller, work)),
                (nameof(EndpointsPage.Address), address),
                (nameof(EndpointsPage.Views), await panels.Views(address.Place(caller), work)),
                (nameof(EndpointsPage.IsCut), filter.Sought?.IsCut ?? false),
                (nameof(EndpointsPage.Deliveries), await deliveries.Find(filter, work))
            )
        );
    }

    public async Task<IResult> One(HttpContext context, string endpointId)
    {
        await using var work = await database.Read(context.RequestAborted);
        var endpoint = await endpoints.One(endpointId, work) ?? throw Problem.NotFound("endpoint");
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        var address = DeliveryFilter.Address(Of(endpointId), context.Request);
        address.Tidy(context);
        var filter = await DeliveryFilter.Read(context.Request.Query, caller, work) with { EndpointId = endpointId };
        return new Page(
            new Uri(endpoint.Url).Host,
            Page.Of<EndpointPage>(
                (nameof(EndpointPage.Endpoint), endpoint),
                (nameof(EndpointPage.Backlog), (await endpoints.Backlogs([endpointId], work)).GetValueOrDefault(endpointId)),
                (nameof(EndpointPage.Caller), caller),
                (nameof(EndpointPage.Denied), await Denied(caller, work)),
                (nameof(EndpointPage.Address), address),
                (nameof(EndpointPage.IsCut), filter.Sought?.IsCut ?? false),
                (nameof(EndpointPage.Deliveries), await deliveries.Find(filter, work))
            )
        );
    }

    private Task<IReadOnlyList<Denied>> Denied(Caller caller, Work work) => denials.Of(caller, Deeds.Select(name => catalogue.Find(name).Is), work);

    public async Task<IResult> Delivery(HttpContext context, string deliveryId)
    {
        await using var work = await database.Read(context.RequestAborted);
        var delivery = await deliveries.One(deliveryId, work) ?? throw Problem.NotFound("delivery");
        return new Page(
            delivery.Event,
            Page.Of<DeliveryPage>(
                (nameof(DeliveryPage.Delivery), delivery),
                (nameof(DeliveryPage.Caller), Caller.Of(context)),
                (nameof(DeliveryPage.Body), await deliveries.Body(deliveryId, work)),
                (nameof(DeliveryPage.Attempts), await deliveries.Attempts(deliveryId, work))
            )
        );
    }
}
