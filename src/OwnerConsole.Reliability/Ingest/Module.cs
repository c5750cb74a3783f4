using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>Ingest of events and heartbeats reported by applications.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links => [new(Section.Reliability, "Ingest", IngestRoutes.Address, IngestRoutes.Permission, Order: 5)];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<EventEndpoints>()
            .AddSingleton<SegmentEndpoints>()
            .AddSingleton<PostHogEndpoints>()
            .AddSingleton<Handshakes>()
            .AddSingleton<Instances>()
            .AddSingleton<IngestRoutes>()
            .AddSingleton<RejectedExport>()
            .AddSingleton<INeeds, LetterNeeds>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(IngestRoutes.Address, (IngestRoutes self, HttpContext context) => self.Show(context)).Needs(IngestRoutes.Permission);
        routes.MapGet(RejectedExport.Address, (RejectedExport self, HttpContext context) => self.Send(context)).Needs(IngestRoutes.Permission);
        var events = routes
            .MapPost("/api/v1/events", (EventEndpoints self, HttpContext context) => self.Take(context))
            .Says(
                "Report events as CloudEvents 1.0: one event, a batch of up to 1,000, or binary mode. Responds after the events are stored. Duplicates are counted once."
            )
            .Reads("backfill", "Set to true to import history: events older than 32 days keep their own time.")
            .Accepts<CloudEvent>("application/cloudevents+json", "application/cloudevents-batch+json", "application/json")
            .Answers<IntakeAnswer>(StatusCodes.Status202Accepted)
            .WithMetadata(new RequestSizeLimitAttribute(EventEndpoints.Largest), new OftenCalled())
            .Needs("event.report");
        Handshakes.Map(routes, "/api/v1/events", events);
        routes
            .MapPut("/api/v1/instances/{id}/heartbeat", (EventEndpoints self, HttpContext context, string id) => self.Beat(context, id))
            .Says("Report a heartbeat of a process of the application.")
            .Takes<Heartbeat>()
            .Answers<Beaten>()
            .Needs("instance.report");
        SegmentEndpoints.Map(routes);
        PostHogEndpoints.Map(routes);
    }
}
