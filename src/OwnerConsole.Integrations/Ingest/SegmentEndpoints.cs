using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>Accepts events from Segment SDKs that use the console as their host.</summary>
/// <remarks>Rejected events are stored and answered with 200 as well, because an SDK would only send them again.</remarks>
public sealed class SegmentEndpoints(EventIntake intake, TimeProvider clock)
{
    /// <summary>Maximum size of a request in bytes, the same as Segment's own limit.</summary>
    private const int MaxBytes = 500 << 10;

    private static readonly string[] s_calls = ["track", "identify", "group", "page", "screen", "alias"];

    private static readonly SdkKey s_key = new(
        context => ValueTask.FromResult(ClientIdentifier.User(context.Request)),
        "The write key is missing, unknown, revoked or expired. Use an API key of this console as the SDK's write key."
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "batch", call: null);
        foreach (var call in s_calls)
        {
            Map(routes, call, call);
            Map(routes, call[..1], call); // the browser SDK uses the first letter
        }
    }

    private static void Map(IEndpointRouteBuilder routes, string word, string? call)
    {
        var path = "/v1/" + word;
        var post = routes
            .MapPost(path, (SegmentEndpoints self, HttpContext context) => self.Receive(context, call))
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes), new HighRateLimit(), s_key)
            .RequirePermission("event.report");
        HandshakeEndpoints.Map(routes, path, post);
    }

    private async Task<IResult> Receive(HttpContext context, string? call)
    {
        var caller = Caller.Of(context)!;
        var read = SegmentReader.Read(await EventBody.ReadBytes(context), call, caller.OnlyTenant is not null, EventIntake.MaxEvents, clock.GetUtcNow());
        await intake.Ingest(caller, ClientIdentifier.Client(context.Request, read.Client), isBackfill: false, read.Items, context.RequestAborted);
        return Results.Json(new IngestResponse(Success: true), Json.ResponseOptions);
    }

    private sealed record IngestResponse(bool Success);
}
