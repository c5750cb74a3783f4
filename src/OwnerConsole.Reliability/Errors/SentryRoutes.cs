using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Errors;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Accepts errors from Sentry SDKs that use an API key of the console in their DSN.</summary>
/// <remarks>The number of the project in the address has no meaning, because a console has one platform.</remarks>
internal sealed class SentryRoutes(ErrorIntake intake, TimeProvider clock)
{
    public const string Report = "error.report";

    private const string Address = "/api/{project}/envelope";

    /// <summary>Maximum size of an envelope in bytes, after decompression.</summary>
    private const int MaxBytes = 5 << 20;

    private const int MaxEvents = 100;

    /// <summary>Tells SDKs to send none of these for a day. Sentry's names of what the console doesn't store.</summary>
    private const string Unsupported =
        "86400:transaction;span;monitor;log_item;trace_metric;attachment;session;profile;profile_chunk;replay;feedback;security:organization:unsupported";

    private static readonly SdkKey s_key = new(
        ReadKey,
        "The key of the DSN is missing, unknown, revoked or expired. Use an API key of this console in the DSN."
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        var post = routes
            .MapPost(Address, (HttpContext context, SentryRoutes self) => self.Receive(context))
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes), new HighRateLimit(), s_key)
            .RequirePermission(Report);
        HandshakeEndpoints.Map(routes, Address, post);
    }

    /// <exception cref="Problem">400 for a request that is not an envelope.</exception>
    private async Task<IResult> Receive(HttpContext context)
    {
        var envelope = await ReadEnvelope(context) ?? throw NotAnEnvelope("The request is not a Sentry envelope.");
        var (id, now) = (envelope.Text("event_id"), clock.GetUtcNow());
        var events = envelope.Items.Where(item => item.Type == "event").ToList();
        if (events.Count > MaxEvents || events.Exists(item => item.Payload.Length > SentryEventReader.MaxBytes))
            throw new Problem(413, "too_large", $"An envelope can have at most {MaxEvents} events, each with at most {SentryEventReader.MaxBytes} bytes.");
        var (reports, problem) = (new List<ErrorReport>(), (string?)null);
        foreach (var item in events)
            try
            {
                reports.Add(SentryEventReader.Read(item.Payload, id));
            }
            catch (FormatException error)
            {
                problem = error.Message; // The other events are stored.
            }
        if (reports.Count == 0 && problem is not null)
            throw NotAnEnvelope(problem);
        await intake.Record(reports, now);
        context.Response.Headers["X-Sentry-Rate-Limits"] = Unsupported;
        if (context.Response.Headers.AccessControlExposeHeaders.ToString() is { Length: > 0 } exposed)
            context.Response.Headers.AccessControlExposeHeaders = exposed + ", X-Sentry-Rate-Limits, X-Sentry-Error";
        return Results.Json(new SentryReceipt(reports.Count > 0 ? reports[0].EventId : id), Json.ResponseOptions);
    }

    /// <summary>In the header or the query. Only the tunnel of the browser SDK sends it in the envelope, so that the body is then read before the sender is known.</summary>
    private static async ValueTask<string?> ReadKey(HttpContext context) =>
        SentryKeyText.OfHeader(context.Request.Headers["X-Sentry-Auth"].ToString())
        ?? (context.Request.Query["sentry_key"] is [{ Length: > 0 } key, ..] ? key : SentryKeyText.OfDsn((await ReadEnvelope(context))?.Text("dsn")));

    /// <returns>The same for each call; null if the body is not an envelope.</returns>
    private static async Task<SentryEnvelope?> ReadEnvelope(HttpContext context)
    {
        if (context.Items.TryGetValue(typeof(SentryEnvelope), out var known))
            return known as SentryEnvelope;
        using var sent = new MemoryStream();
        await context.Request.Body.CopyToAsync(sent, context.RequestAborted);
        SentryEnvelope? envelope = null;
        try
        {
            envelope = SentryEnvelope.Read(sent.GetBuffer().AsMemory(0, (int)sent.Length));
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException) // The latter: text with invalid characters.
        {
            // Null: the sender is told if it has a valid key.
        }
        context.Items[typeof(SentryEnvelope)] = envelope;
        return envelope;
    }

    private static Problem NotAnEnvelope(string why) => new(400, "bad_envelope", why);
}

/// <summary>Answer to an envelope.</summary>
/// <param name="Id">ID of its event; null if it has none.</param>
internal sealed record SentryReceipt(string? Id);
