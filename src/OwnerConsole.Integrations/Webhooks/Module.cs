using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Integrations.Webhooks.Pages;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Webhooks: endpoints, signed events and delivery attempts.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Reliability, "Webhooks", EndpointRoutes.Address, "webhook_endpoint.read") { Synonyms = "endpoints, callbacks" }];

    public override IEnumerable<SearchEntry> SearchEntries =>
        [
            new("Failed deliveries", EndpointRoutes.Address + "?state=failed", "webhook_endpoint.read")
            {
                Description = "Webhooks",
                Synonyms = "failed webhooks",
            },
        ];

    public override IEnumerable<Panel> Panels =>
        [
            new(
                "tenant.overview",
                "webhook_endpoint.read",
                50,
                async (services, place, work) =>
                    PageResult.Of<DeliveriesPanel>(
                        (nameof(DeliveriesPanel.Deliveries), await services.GetRequiredService<Deliveries>().ListForTenant(place.Id, 5, work))
                    )
            ),
        ];

    public override IEnumerable<EventKind> Events =>
        [EventKind.Of(TestEndpoint.Event, "A test event for the endpoint was requested.", EventSubject.Endpoint, new { Endpoint = "" })];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<EndpointSecrets>().AddSingleton(EndpointSecrets.Stored);
        services.AddSingleton<EndpointHealth>();
        services.AddSingleton<Endpoints>();
        services.AddSingleton<Deliveries>().AddSingleton(DeliveryAnonymiser.Rule);
        services.AddSingleton<EndpointRoutes>();
        services.AddSingleton<ContractRoutes>().AddSingleton<IOptionSource, EventTypeSource>();
        services.AddSingleton<TestRequestSender>().AddSingleton<TestRequestRoutes>();
        services.AddSingleton<DeliveryExport>();
        services.AddSingleton<EndpointExport>();
        services.AddSingleton<ISubjectQuery, MatchingDeliveries>();
        services.AddSingleton<IAttentionSource, EndpointAttentionSource>();
        services.AddSingleton<ISetupStep, EndpointSetupStep>();
        services.AddSingleton<IFinder, EndpointFinder>().AddSingleton<IFinder, DeliveryFinder>();
        services.AddSingleton<WebhookFanout>().AddSingleton<ILogSubscriber>(provider => provider.GetRequiredService<WebhookFanout>());
        services.AddSingleton<IWorkHandler, ReplaySender>();
        services.AddSingleton<WebhookClient>().AddSingleton<IWorkHandler, WebhookSender>();
        services.AddSingleton<PreviewRequestSender>().AddSingleton<TaskSender>(provider => provider.GetRequiredService<PreviewRequestSender>().Send);
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        TestRequestRoutes.Map(routes);
        ContractRoutes.Map(routes);
        routes
            .MapGet(EndpointRoutes.Address, (EndpointRoutes self, HttpContext context) => self.Show(context))
            .WithSavedViews()
            .RequirePermission("webhook_endpoint.read");
        routes
            .MapGet(DeliveryExport.Address, (DeliveryExport self, HttpContext context) => self.Send(context, endpointId: null))
            .RequirePermission("webhook_endpoint.read");
        routes.MapGet(EndpointExport.Address, (EndpointExport self, HttpContext context) => self.Send(context)).RequirePermission("webhook_endpoint.read");
        routes
            .MapGet(EndpointRoutes.Address + "/{id}/export", (DeliveryExport self, HttpContext context, string id) => self.Send(context, id))
            .RequirePermission("webhook_endpoint.read");
        routes
            .MapGet(EndpointRoutes.Address + "/{id}", (EndpointRoutes self, HttpContext context, string id) => self.ShowEndpoint(context, id))
            .RequirePermission("webhook_endpoint.read");
        routes
            .MapGet(EndpointRoutes.Address + "/deliveries/{id}", (EndpointRoutes self, HttpContext context, string id) => self.ShowDelivery(context, id))
            .RequirePermission("webhook_endpoint.read");
        routes
            .MapGet("/api/v1/event-types", Kinds)
            .WithSummary("List event types, each with the JSON Schema of its message.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<EventKindView>>()
            .RequirePermission("webhook_endpoint.read");
        routes
            .MapGet("/api/v1/webhook-endpoints", List)
            .WithSummary("List webhook endpoints.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<EndpointView>>()
            .RequirePermission("webhook_endpoint.read");
        routes
            .MapGet("/api/v1/webhook-endpoints/{id}/deliveries", Sent)
            .WithSummary("List the deliveries of an endpoint, newest first.")
            .WithPaging()
            .WithQueryParameter("q", "Part of a tenant's name, contact email or id, part of an event type, or a complete delivery or event id.")
            .WithQueryParameter("state", "State of the delivery.", QueryType.OneOf<DeliveryState>())
            .WithQueryParameter("event", "Event type, such as tenant.suspended.")
            .WithQueryParameter("sort", "The oldest first, or with a minus the newest first.", QueryType.SortOf(DeliveryFilter.Time))
            .Produces<OwnerConsole.Data.Page<DeliveryView>>()
            .RequirePermission("webhook_endpoint.read");
    }

    private static IResult Kinds(HttpContext context, EventKinds kinds)
    {
        context.Request.RequireKnown();
        return Results.Json(
            new OwnerConsole.Data.Page<EventKindView>([.. kinds.All.Select(kind => new EventKindView(kind.Name, kind.Description, kind.Schema))], null, null),
            Json.ResponseOptions
        );
    }

    private static async Task<IResult> List(HttpContext context, Endpoints endpoints, Database database)
    {
        await using var work = await database.Read(context.RequestAborted);
        var rows = await endpoints.Find(Caller.Of(context)!.Mode, work);
        string[] ids = [.. rows.Select(row => row.EndpointId)];
        var (backlogs, replays) = (await endpoints.Backlogs(ids, work), await Replay.FindRunning(ids, work));
        return Results.Json(
            new OwnerConsole.Data.Page<EndpointView>(
                [
                    .. rows.Select(row => new EndpointView(
                        row.EndpointId,
                        row.Url,
                        row.Mode,
                        row.Events,
                        row.MaxInFlight,
                        row.Order,
                        row.Retry,
                        row.Schedule.Delays,
                        row.DisabledFor,
                        row.FailingSince,
                        row.DeliveredAt,
                        row.OpenedAt,
                        backlogs.GetValueOrDefault(row.EndpointId)?.Count,
                        backlogs.GetValueOrDefault(row.EndpointId)?.OldestAt,
                        backlogs.GetValueOrDefault(row.EndpointId)?.RetryAt,
                        ReplayView.Of(replays.GetValueOrDefault(row.EndpointId))
                    )),
                ],
                null,
                null
            ),
            Json.ResponseOptions
        );
    }

    private static async Task<IResult> Sent(HttpContext context, string id, Endpoints endpoints, Deliveries deliveries, Database database)
    {
        context.Request.RequireKnown([.. DeliveryFilter.ParameterNames, "sort", "cursor", "limit"]);
        await using var work = await database.Read(context.RequestAborted);
        if (!await endpoints.Exists(id, Caller.Of(context)!.Mode, work))
            throw Problem.NotFound("endpoint");
        var filter = await DeliveryFilter.Read(context.Request.Query, Caller.Of(context)!, work);
        var page = await deliveries.Find(filter with { EndpointId = id, Limit = context.Request.Limit() }, work);
        return Results.Json(
            new OwnerConsole.Data.Page<DeliveryView>(
                [
                    .. page.Data.Select(row => new DeliveryView(
                        row.DeliveryId,
                        row.TenantId,
                        row.EventId,
                        row.Event,
                        row.State,
                        row.Attempts,
                        row.CreatedAt,
                        row.EndedAt,
                        row.Status,
                        row.Fault
                    )),
                ],
                page.NextCursor,
                page.Total
            ),
            Json.ResponseOptions
        );
    }
}

/// <summary>An event type as returned by the API.</summary>
/// <param name="Name">Event type, such as tenant.suspended.</param>
/// <param name="Description">When the event is sent.</param>
/// <param name="Schema">JSON Schema of the complete message.</param>
public sealed record EventKindView(string Name, string Description, System.Text.Json.JsonElement Schema);

/// <summary>An endpoint as returned by the API. Its secret is shown only once, when it is created.</summary>
/// <param name="Url">Address that receives the events.</param>
/// <param name="Events">Event types the endpoint receives; empty for all.</param>
/// <param name="MaxInFlight">Maximum number of concurrent deliveries; 1 keeps strict order.</param>
/// <param name="Order">Whether later events wait for a failed one.</param>
/// <param name="Retry">Name of the retry schedule.</param>
/// <param name="RetryDelays">Delays after the first failure, the second and so on, in seconds; each varies by 20% at random.</param>
/// <param name="DisabledFor">Why the endpoint is disabled; null while it is enabled.</param>
/// <param name="FailingSince">Time of the first failure since the last success; null when the endpoint is not failing.</param>
/// <param name="DeliveredAt">Time of the last successful delivery; null before the first.</param>
/// <param name="Waiting">Number of pending deliveries, at most 1,001; null when there are none, and for keys limited to one tenant.</param>
/// <param name="OldestWaitingAt">Time the oldest pending delivery was created; null when <paramref name="Waiting"/> is null.</param>
/// <param name="NextAttemptAt">Time of the next attempt; null when no delivery waits for one.</param>
/// <param name="Replay">The running replay of a period; null when there is none.</param>
public sealed record EndpointView(
    string Id,
    string Url,
    Mode Mode,
    IReadOnlyList<string> Events,
    int MaxInFlight,
    DeliveryOrder Order,
    RetryPreset Retry,
    IReadOnlyList<int> RetryDelays,
    DisableCause? DisabledFor,
    DateTimeOffset? FailingSince,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset OpenedAt,
    long? Waiting,
    DateTimeOffset? OldestWaitingAt,
    DateTimeOffset? NextAttemptAt,
    ReplayView? Replay
);

/// <summary>A delivery as returned by the API.</summary>
/// <param name="EventId">ID of the event, the same for all endpoints.</param>
/// <param name="Event">Event type, such as tenant.suspended.</param>
/// <param name="Attempts">Number of attempts so far.</param>
/// <param name="EndedAt">When it succeeded or was given up; null while it is pending.</param>
/// <param name="Status">HTTP status of the last response; null if there was none.</param>
/// <param name="Fault">Why the last attempt failed; null if it succeeded.</param>
public sealed record DeliveryView(
    string Id,
    string TenantId,
    string EventId,
    string Event,
    DeliveryState State,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    int? Status,
    string? Fault
);
