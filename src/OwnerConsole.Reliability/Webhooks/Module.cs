using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
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

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<EndpointSecrets>();
        services.AddSingleton<EndpointHealth>();
        services.AddSingleton<Endpoints>();
        services.AddSingleton<Deliveries>();
        services.AddSingleton<EndpointsRoutes>();
        services.AddSingleton<DeliveryExport>();
        services.AddSingleton<ISelection, MatchingDeliveries>();
        services.AddSingleton<INeeds, EndpointNeeds>();
        services.AddSingleton<IHearLog, Telling>();
        services.AddSingleton<IWorkKind, Delivering>();
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
            .MapGet("/api/v1/webhook-endpoints", List)
            .Says("List the addresses that are told.")
            .Answers<Kernel.Data.Page<EndpointView>>()
            .Needs("webhook_endpoint.read");
        routes
            .MapGet("/api/v1/webhook-endpoints/{id}/deliveries", Sent)
            .Says("List what an endpoint was sent last, the newest first.")
            .Reads("limit", "how many, 1 to 500; 50 when it is left out")
            .Answers<Kernel.Data.Page<DeliveryView>>()
            .Needs("webhook_endpoint.read");
    }

    private static async Task<IResult> List(HttpContext context, Endpoints endpoints, Database database)
    {
        await using var work = await database.Read(context.RequestAborted);
        var rows = await endpoints.Find(Caller.Of(context)!.Population, work);
        return Results.Json(
            new Kernel.Data.Page<EndpointView>(
                [.. rows.Select(row => new EndpointView(row.EndpointId, row.Url, row.Population, row.Events, row.DisabledFor, row.FailingSince, row.OpenedAt))],
                null,
                null
            ),
            Json.Options
        );
    }

    private static async Task<IResult> Sent(HttpContext context, string id, Endpoints endpoints, Deliveries deliveries, Database database)
    {
        context.Request.Knows("limit");
        await using var work = await database.Read(context.RequestAborted);
        if (!await endpoints.Exists(id, Caller.Of(context)!.Population, work))
            throw Problem.NotFound("endpoint");
        var rows = (await deliveries.Find(new(Caller.Of(context)!, id, Limit: context.Request.Limit()), work)).Data;
        return Results.Json(
            new Kernel.Data.Page<DeliveryView>(
                [
                    .. rows.Select(row => new DeliveryView(
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
                null,
                null
            ),
            Json.Options
        );
    }
}

/// <summary>An endpoint as the API shows it; its secret was shown once.</summary>
/// <param name="Events">what it hears; empty for everything</param>
/// <param name="DisabledFor">null while it is told</param>
/// <param name="FailingSince">null when its last answer was a success</param>
public sealed record EndpointView(
    string Id,
    string Url,
    Population Population,
    IReadOnlyList<string> Events,
    DisableCause? DisabledFor,
    DateTimeOffset? FailingSince,
    DateTimeOffset OpenedAt
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
