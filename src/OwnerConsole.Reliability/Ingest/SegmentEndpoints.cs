using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>The addresses that the SDKs of Segment send to, when the console is given to them as their host.</summary>
/// <remarks>What is rejected is kept and answered 200 all the same: the SDK could do nothing about it but send it again.</remarks>
public sealed class SegmentEndpoints(EventIntake intake, TimeProvider clock)
{
    /// <summary>Bytes of one request, which is what Segment itself takes.</summary>
    private const int Largest = 500 << 10;

    private static readonly string[] s_calls = ["track", "identify", "group", "page", "screen", "alias"];

    private static readonly SdkKey s_key = new(
        context => ValueTask.FromResult(Sdk.User(context.Request)),
        "Give the SDK a key of this console as its write key. This one is missing, not known here, was revoked or has expired."
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "batch", call: null);
        foreach (var call in s_calls)
        {
            Map(routes, call, call);
            Map(routes, call[..1], call); // as the SDK for pages writes it
        }
    }

    private static void Map(IEndpointRouteBuilder routes, string word, string? call)
    {
        var path = "/v1/" + word;
        var post = routes
            .MapPost(path, (SegmentEndpoints self, HttpContext context) => self.Take(context, call))
            .WithMetadata(new RequestSizeLimitAttribute(Largest), new OftenCalled(), s_key)
            .Needs("event.report");
        Handshakes.Map(routes, path, post);
    }

    private async Task<IResult> Take(HttpContext context, string? call)
    {
        var caller = Caller.Of(context)!;
        var read = SegmentReader.Read(await EventBody.Bytes(context), call, caller.OnlyTenant is not null, EventIntake.Most, clock.GetUtcNow());
        await intake.Take(caller, Sdk.Client(context.Request, read.Client), isBackfill: false, read.Items, context.RequestAborted);
        return Results.Json(new Taken(Success: true), Json.Answers);
    }

    private sealed record Taken(bool Success);
}
