using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Integrations.Webhooks.Pages;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Serves the pages of endpoints and deliveries.</summary>
public sealed class EndpointRoutes(
    Database database,
    Endpoints endpoints,
    Deliveries deliveries,
    Panels panels,
    OperationCatalogue catalogue,
    DenialExplainer denials
)
{
    public const string Address = "/webhooks/out";

    private static readonly string[] DeliveryOperations = ["webhook_delivery.replay", "webhook_delivery.retry"];

    public static string Of(string endpointId) => $"{Address}/{endpointId}";

    public static string OfDelivery(string deliveryId) => $"{Address}/deliveries/{deliveryId}";

    public async Task<IResult> Show(HttpContext context)
    {
        var address = DeliveryFilter.Address(Address, context.Request);
        address.Canonicalize(context);
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        await using var work = await database.Read(context.RequestAborted);
        var filter = await DeliveryFilter.Read(context.Request.Query, caller, work);
        return new PageResult(
            "Webhooks",
            PageResult.Of<EndpointsPage>(
                (nameof(EndpointsPage.Endpoints), await endpoints.Find(null, work)),
                (nameof(EndpointsPage.Caller), caller),
                (nameof(EndpointsPage.Denied), await Denied(caller, work)),
                (nameof(EndpointsPage.Address), address),
                (nameof(EndpointsPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(EndpointsPage.IsCut), filter.Search?.IsCut ?? false),
                (nameof(EndpointsPage.Deliveries), await deliveries.Find(filter, work))
            )
        );
    }

    public async Task<IResult> ShowEndpoint(HttpContext context, string endpointId)
    {
        await using var work = await database.Read(context.RequestAborted);
        var endpoint = await endpoints.Get(endpointId, work) ?? throw Problem.NotFound("endpoint");
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        var address = DeliveryFilter.Address(Of(endpointId), context.Request);
        address.Canonicalize(context);
        var filter = await DeliveryFilter.Read(context.Request.Query, caller, work) with { EndpointId = endpointId };
        return new PageResult(
            new Uri(endpoint.Url).Host,
            PageResult.Of<EndpointPage>(
                (nameof(EndpointPage.Endpoint), endpoint),
                (nameof(EndpointPage.Backlog), (await endpoints.Backlogs([endpointId], work)).GetValueOrDefault(endpointId)),
                (nameof(EndpointPage.Replay), ReplayView.Of((await Replay.FindRunning([endpointId], work)).GetValueOrDefault(endpointId))),
                (nameof(EndpointPage.Caller), caller),
                (nameof(EndpointPage.Denied), await Denied(caller, work)),
                (nameof(EndpointPage.Address), address),
                (nameof(EndpointPage.IsCut), filter.Search?.IsCut ?? false),
                (nameof(EndpointPage.Deliveries), await deliveries.Find(filter, work))
            )
        );
    }

    private Task<IReadOnlyList<PermissionDenial>> Denied(Caller caller, UnitOfWork work) =>
        denials.Of(caller, DeliveryOperations.Select(name => catalogue.Find(name).Definition), work);

    public async Task<IResult> ShowDelivery(HttpContext context, string deliveryId)
    {
        await using var work = await database.Read(context.RequestAborted);
        var delivery = await deliveries.Get(deliveryId, work) ?? throw Problem.NotFound("delivery");
        return new PageResult(
            delivery.Event,
            PageResult.Of<DeliveryPage>(
                (nameof(DeliveryPage.Delivery), delivery),
                (nameof(DeliveryPage.Caller), Caller.Of(context)),
                (nameof(DeliveryPage.Body), await deliveries.Body(deliveryId, work)),
                (nameof(DeliveryPage.Attempts), await deliveries.Attempts(deliveryId, work))
            )
        );
    }
}
