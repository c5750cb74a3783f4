using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.Webhooks.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Telling the application: endpoints, signed events, attempts.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links => [new(Section.Reliability, "Webhooks", EndpointsRoutes.Address, "webhook_endpoint.read")];

    public override IEnumerable<Panel> Panels =>
        [
            new(
                "tenant.overview",
                "webhook_endpoint.read",
                50,
                async (services, place, work) =>
                    Page.Of<ToldPanel>((nameof(ToldPanel.Deliveries), await services.GetRequiredService<Deliveries>().OfTenant(place.Id, 5, work)))
            ),
        ];

    public override IEnumerable<EventKind> Events =>
        [EventKind.Of(TestEndpoint.Event, "Somebody tries the endpoint.", EventAbout.Endpoint, new { Endpoint = "" })];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<EndpointSecrets>().AddSingleton(EndpointSecrets.Stored);
        services.AddSingleton<EndpointHealth>();
        services.AddSingleton<Endpoints>();
        services.AddSingleton<Deliveries>();
        services.AddSingleton<EndpointsRoutes>();
        services.AddSingleton<DeliveryExport>();
        services.AddSingleton<EndpointExport>();
        services.AddSingleton<ISelection, MatchingDeliveries>();
        services.AddSingleton<INeeds, EndpointNeeds>();
        services.AddSingleton<IFinder, EndpointFinder>().AddSingleton<IFinder, DeliveryFinder>();
        services.AddSingleton<IHearLog, Telling>();
        services.AddSingleton<Posting>().AddSingleton<IWorkKind, Delivering>();
        services.AddSingleton<PreviewCourier>().AddSingleton<TaskCourier>(provider => provider.GetRequiredService<PreviewCourier>().Take);
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(EndpointsRoutes.Address, (EndpointsRoutes self, HttpContext context) => self.Show(context))
            .OpensAsChosen()
            .Needs("webhook_endpoint.read");
        routes
            .MapGet(DeliveryExport.Address, (DeliveryExport self, HttpContext context) => self.Send(context, endpointId: null))
            .Needs("webhook_endpoint.read");
        routes.MapGet(EndpointExport.Address, (EndpointExport self, HttpContext context) => self.Send(context)).Needs("webhook_endpoint.read");
        routes
            .MapGet(EndpointsRoutes.Address + "/{id}/export", (DeliveryExport self, HttpContext context, string id) => self.Send(context, id))
            .Needs("webhook_endpoint.read");
        routes
            .MapGet(EndpointsRoutes.Address + "/{id}", (EndpointsRoutes self, HttpContext context, string id) => self.One(context, id))
            .Needs("webhook_endpoint.read");
        routes
            .MapGet(EndpointsRoutes.Address + "/deliveries/{id}", (EndpointsRoutes self, HttpContext context, string id) => self.Delivery(context, id))
            .Needs("webhook_endpoint.read");
        routes
            .MapGet("/api/v1/event-kinds", Kinds)
            .Says("List what endpoints are told, each kind with the JSON Schema of its message.")
            .PagesWhole()
            .Answers<Kernel.Data.Page<EventKindView>>()
            .Needs("webhook_endpoint.read");
        routes
            .MapGet("/api/v1/webhook-endpoints", List)
            .Says("List the addresses that are told.")
            .PagesWhole()
            .Answers<Kernel.Data.Page<EndpointView>>()
            .Needs("webhook_endpoint.read");
        routes
            .MapGet("/api/v1/webhook-endpoints/{id}/deliveries", Sent)
            .Says("List what an endpoint was sent, the newest first.")
            .Pages()
            .Reads("q", "part of a tenant's name, contact e-mail or id, or of an event's name; or the whole id of a delivery or of an event")
            .Reads("state", "pending, succeeded or failed")
            .Reads("event", "one event's name")
            .Reads("sort", $"{DeliveryFilter.Time} for the oldest first")
            .Answers<Kernel.Data.Page<DeliveryView>>()
            .Needs("webhook_endpoint.read");
    }

    private static IResult Kinds(HttpContext context, EventKinds kinds)
    {
        context.Request.Knows();
        return Results.Json(
            new Kernel.Data.Page<EventKindView>([.. kinds.All.Select(kind => new EventKindView(kind.Name, kind.Says, kind.Schema))], null, null),
            Json.Answers
        );
    }

    private static async Task<IResult> List(HttpContext context, Endpoints endpoints, Database database)
    {
        await using var work = await database.Read(context.RequestAborted);
        var rows = await endpoints.Find(Caller.Of(context)!.Population, work);
        var backlogs = await endpoints.Backlogs([.. rows.Select(row => row.EndpointId)], work);
        return Results.Json(
            new Kernel.Data.Page<EndpointView>(
                [
                    .. rows.Select(row => new EndpointView(
                        row.EndpointId,
                        row.Url,
                        row.Population,
                        row.Events,
                        row.MaxInFlight,
                        row.DisabledFor,
                        row.FailingSince,
                        row.DeliveredAt,
                        row.OpenedAt,
                        backlogs.GetValueOrDefault(row.EndpointId)?.Count,
                        backlogs.GetValueOrDefault(row.EndpointId)?.OldestAt
                    )),
                ],
                null,
                null
            ),
            Json.Answers
        );
    }

    private static async Task<IResult> Sent(HttpContext context, string id, Endpoints endpoints, Deliveries deliveries, Database database)
    {
        context.Request.Knows([.. DeliveryFilter.Known, "sort", "cursor", "limit"]);
        await using var work = await database.Read(context.RequestAborted);
        if (!await endpoints.Exists(id, Caller.Of(context)!.Population, work))
            throw Problem.NotFound("endpoint");
        var filter = await DeliveryFilter.Read(context.Request.Query, Caller.Of(context)!, work);
        var page = await deliveries.Find(filter with { EndpointId = id, Limit = context.Request.Limit() }, work);
        return Results.Json(
            new Kernel.Data.Page<DeliveryView>(
                [
                    .. page.Data.Select(row => new DeliveryView(
                        row.DeliveryId,
                        row.TenantId,
                        row.EventId,
                        row.Event,
                        row.State,
                        row.Attempts,
                        row.MadeAt,
                        row.EndedAt,
                        row.Status,
                        row.Fault
                    )),
                ],
                page.NextCursor,
                page.Total
            ),
            Json.Answers
        );
    }
}

/// <summary>A kind of event as the API shows it.</summary>
/// <param name="Says">when it is told</param>
/// <param name="Schema">JSON Schema of the whole message</param>
public sealed record EventKindView(string Name, string Says, System.Text.Json.JsonElement Schema);

/// <summary>An endpoint as the API shows it; its secret was shown once.</summary>
/// <param name="Events">what it hears; empty for everything</param>
/// <param name="MaxInFlight">deliveries at once; 1 keeps strict order</param>
/// <param name="DisabledFor">null while it is told</param>
/// <param name="FailingSince">null when its last answer was a success</param>
/// <param name="DeliveredAt">when it last accepted a delivery; null before the first: it is not connected yet</param>
/// <param name="Waiting">deliveries that wait, 1,001 for more; null when none does, and for keys that are bound to one tenant</param>
/// <param name="OldestWaitingAt">null like <paramref name="Waiting"/></param>
public sealed record EndpointView(
    string Id,
    string Url,
    Population Population,
    IReadOnlyList<string> Events,
    int MaxInFlight,
    DisableCause? DisabledFor,
    DateTimeOffset? FailingSince,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset OpenedAt,
    long? Waiting,
    DateTimeOffset? OldestWaitingAt
);

/// <summary>A delivery as the API shows it.</summary>
/// <param name="Status">of the last answer; null when none came</param>
public sealed record DeliveryView(
    string Id,
    string TenantId,
    string EventId,
    string Event,
    DeliveryState State,
    int Attempts,
    DateTimeOffset MadeAt,
    DateTimeOffset? EndedAt,
    int? Status,
    string? Fault
);
