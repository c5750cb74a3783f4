using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>Ingest of events and heartbeats reported by applications.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Reliability, "Ingest", IngestRoutes.Address, IngestRoutes.Permission, Order: 5) { Synonyms = "events, rejected events, import" }];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<EventEndpoints>()
            .AddSingleton<SegmentEndpoints>()
            .AddSingleton<PostHogEndpoints>()
            .AddSingleton<InstanceHeartbeats>()
            .AddSingleton<IngestRoutes>()
            .AddSingleton<RejectedEventExport>()
            .AddSingleton<IAttentionSource, RejectedEventAttentionSource>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(IngestRoutes.Address, (IngestRoutes self, HttpContext context) => self.Show(context)).RequirePermission(IngestRoutes.Permission);
        routes
            .MapGet(RejectedEventExport.Address, (RejectedEventExport self, HttpContext context) => self.Send(context))
            .RequirePermission(IngestRoutes.Permission);
        var events = routes
            .MapPost("/api/v1/events", (EventEndpoints self, HttpContext context) => self.Receive(context))
            .WithSummary(
                "Report events as CloudEvents 1.0: one event, a batch of up to 1,000, or binary mode. Responds after the events are stored. Duplicates are counted once."
            )
            .WithQueryParameter("backfill", "Set to true to import history: events older than 32 days keep their own time.", QueryType.Boolean)
            .Accepts<CloudEvent>("application/cloudevents+json", "application/cloudevents-batch+json", "application/json")
            .Produces<IntakeResult>(StatusCodes.Status202Accepted)
            .WithMetadata(new RequestSizeLimitAttribute(EventEndpoints.MaxBytes), new HighRateLimit())
            .RequirePermission("event.report");
        HandshakeEndpoints.Map(routes, "/api/v1/events", events);
        routes
            .MapPut("/api/v1/instances/{id}/heartbeat", (EventEndpoints self, HttpContext context, string id) => self.ReceiveHeartbeat(context, id))
            .WithSummary("Report a heartbeat of a process of the application.")
            .AcceptsJson<HeartbeatRequest>()
            .Produces<HeartbeatResponse>()
            .RequirePermission("instance.report");
        SegmentEndpoints.Map(routes);
        PostHogEndpoints.Map(routes);
    }
}
