using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>Accepts events from PostHog SDKs that use the console as their host. Feature flags are not supported.</summary>
/// <remarks>The key is part of the body, so the body is read before the sender is authenticated. It therefore has the default size limit of unauthenticated requests.</remarks>
public sealed class PostHogEndpoints(EventIntake intake, TimeProvider clock)
{
    private static readonly SdkKey s_key = new(
        async context => PostHogReader.Key(await Read(context)),
        "The project token is missing, unknown, revoked or expired. Use an API key of this console as the SDK's project token."
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var path in (ReadOnlySpan<string>)["/batch", "/capture", "/e", "/i/v0/e"])
            HandshakeEndpoints.Map(
                routes,
                path,
                routes
                    .MapPost(path, (PostHogEndpoints self, HttpContext context) => self.Receive(context))
                    .WithMetadata(new HighRateLimit(), s_key)
                    .RequirePermission("event.report")
            );
    }

    private async Task<IResult> Receive(HttpContext context)
    {
        var caller = Caller.Of(context)!;
        var read = PostHogReader.Read(await Read(context), caller.OnlyTenant is not null, EventIntake.MaxEvents, clock.GetUtcNow());
        await intake.Ingest(caller, ClientIdentifier.Client(context.Request, read.Client), isBackfill: false, read.Items, context.RequestAborted);
        return Results.Json(new IngestResponse(Status: 1), Json.ResponseOptions);
    }

    private static async Task<JsonElement> Read(HttpContext context)
    {
        if (context.Items[typeof(PostHogEndpoints)] is not JsonElement body)
            context.Items[typeof(PostHogEndpoints)] = body = EventBody.Parse(await Bytes(context), EventBody.MaxSdkDepth);
        return body;
    }

    /// <summary>The browser SDK compresses the body without a Content-Encoding header, so gzip is detected by its first two bytes.</summary>
    private static async Task<ReadOnlyMemory<byte>> Bytes(HttpContext context)
    {
        using var sent = new MemoryStream();
        await context.Request.Body.CopyToAsync(sent, context.RequestAborted);
        var isPacked = sent.GetBuffer().AsSpan(0, (int)sent.Length) is [0x1F, 0x8B, ..];
        sent.Position = 0;
        using var unpacked = new MemoryStream();
        if (isPacked)
            await Unpack(sent, unpacked, context);
        context.Request.Body = isPacked ? unpacked : sent;
        return await EventBody.ReadBytes(context);
    }

    private static async Task Unpack(Stream packed, MemoryStream into, HttpContext context)
    {
        var most = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? long.MaxValue;
        await using var gzip = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        var some = new byte[16 << 10];
        try
        {
            for (int read; (read = await gzip.ReadAsync(some, context.RequestAborted)) > 0; )
            {
                if (into.Length + read > most)
                    throw new BadHttpRequestException("The decompressed body exceeds the size limit.", StatusCodes.Status413PayloadTooLarge);
                into.Write(some, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            throw new Problem(400, "bad_encoding", "The body starts like gzip but is not valid gzip.");
        }
        into.Position = 0;
    }

    private sealed record IngestResponse(int Status);
}
