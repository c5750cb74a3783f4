using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>The addresses that the SDKs of PostHog send events to, when the console is given to them as their host. Flags are not among them.</summary>
/// <remarks>Their key stands in the body, so the body is read before anybody knows who sends it: it has the usual limit, which is that of every form a stranger may send.</remarks>
public sealed class PostHogEndpoints(EventIntake intake, TimeProvider clock)
{
    private static readonly SdkKey s_key = new(
        async context => PostHogReader.Key(await Read(context)),
        "Give the SDK a key of this console as its project token. This one is missing, not known here, was revoked or has expired."
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var path in (ReadOnlySpan<string>)["/batch", "/capture", "/i/v0/e"])
            Handshakes.Map(
                routes,
                path,
                routes
                    .MapPost(path, (PostHogEndpoints self, HttpContext context) => self.Take(context))
                    .WithMetadata(new OftenCalled(), s_key)
                    .Needs("event.report")
            );
    }

    private async Task<IResult> Take(HttpContext context)
    {
        var caller = Caller.Of(context)!;
        var read = PostHogReader.Read(await Read(context), caller.OnlyTenant is not null, EventIntake.Most, clock.GetUtcNow());
        await intake.Take(caller, Sdk.Client(context.Request, read.Client), isBackfill: false, read.Items, context.RequestAborted);
        return Results.Json(new Taken(Status: 1), Json.Options);
    }

    private static async Task<JsonElement> Read(HttpContext context)
    {
        if (context.Items[typeof(PostHogEndpoints)] is not JsonElement body)
            context.Items[typeof(PostHogEndpoints)] = body = EventBody.Parse(await EventBody.Bytes(context), EventBody.DeepestOfSdks);
        return body;
    }

    private sealed record Taken(int Status);
}
