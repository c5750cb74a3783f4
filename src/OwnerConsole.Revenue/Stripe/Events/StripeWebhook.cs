using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Revenue.Stripe.Accounts;
using OwnerConsole.Revenue.Stripe.Mirror;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>Receives events from Stripe: verifies the signature, stores the event once, and responds after the commit.</summary>
public sealed class StripeWebhook(Database database, ConnectionCache connections, SecretBox box, TimeProvider clock)
{
    /// <summary>Largest event in bytes. Stripe's are far smaller.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Largest difference between the clocks, in seconds, as Stripe recommends.</summary>
    private const int Tolerance = 300;

    private const string Address = "/api/v1/stripe/webhooks/";

    public static string AddressOf(Mode mode) => Address + mode.ToText();

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var mode in Enum.GetValues<Mode>())
            routes
                .MapPost(AddressOf(mode), (StripeWebhook self, HttpContext context) => self.Receive(context, mode))
                .WithSummary($"Receive an event of {mode.ToText()} mode from Stripe. Responds after the event is stored; a duplicate is stored once.")
                .Accepts<StripeEventBody>("application/json")
                .Produces<WebhookReceipt>()
                .WithMetadata(new RequestSizeLimitAttribute(MaxBytes), new HighRateLimit())
                .DisableAntiforgery() // Stripe sends no cookie, and a signature proves the origin
                .AllowAnyone("requires the signature of the webhook endpoint in Stripe");
    }

    /// <summary>Stores an event that Stripe lists and that didn't arrive.</summary>
    /// <param name="body">JSON of the event.</param>
    internal Task StoreListed(ReceivedEvent listed, string body, CancellationToken stop) => Store(listed, EventSecrets.Remove(listed, body), stop);

    private async Task<IResult> Receive(HttpContext context, Mode mode)
    {
        var bytes = await EventBody.ReadBytes(context);
        var connection = await FindConnection(mode, context);
        var body = Encoding.UTF8.GetString(bytes.Span);
        if (!IsSigned(body, context.Request.Headers["Stripe-Signature"], connection))
            throw new Problem(
                400,
                "bad_signature",
                "The signature is missing, doesn't match the body, or is older than five minutes. Check the endpoint's signing secret and the clock."
            );
        var received = ReceivedEvent.Read(EventBody.Parse(bytes, ReceivedEvent.MaxDepth), mode, connection.AccountId!);
        var isNew = await Store(received, EventSecrets.Remove(received, body), context.RequestAborted);
        return Results.Json(new WebhookReceipt(true, !isNew), Json.ResponseOptions);
    }

    /// <exception cref="Problem">404 if this mode isn't connected; 503 if the account isn't known yet, so that Stripe sends the event again.</exception>
    private async Task<StripeConnection> FindConnection(Mode mode, HttpContext context)
    {
        var found =
            await connections.Find(mode, context.RequestAborted)
            ?? throw new Problem(404, "not_connected", $"Stripe is not connected in {mode.ToText()} mode.");
        if (found.AccountId is not null)
            return found;
        context.Response.Headers.RetryAfter = "60";
        throw new Problem(
            503,
            "account_unknown",
            "The console hasn't been able to check the API key yet, so it doesn't know the account. Send the event again."
        );
    }

    private bool IsSigned(string body, string? header, StripeConnection connection) =>
        header is { Length: > 0 }
        && new[] { connection.SigningSecret, connection.PreviousSigningSecret }
            .OfType<byte[]>()
            .Any(secret => IsSigned(body, header, connection.DecryptSecret(secret, box)));

    private bool IsSigned(string body, string header, string secret)
    {
        try
        {
            EventUtility.ValidateSignature(body, header, secret, Tolerance, clock.GetUtcNow().ToUnixTimeSeconds());
            return true;
        }
        catch (StripeException)
        {
            return false;
        }
    }

    /// <returns>False if the event was already stored.</returns>
    private async Task<bool> Store(ReceivedEvent received, string body, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("stripe.event"), [IdGenerator.Platform], stop);
        var inserted = await work.Execute(
            """
            insert into stripe.events
              (tenant_id, account_id, event_id, mode, type, api_version, object_type, object_id, state, error, created_at, received_at, body)
            values ('tnt_platform', @AccountId, @EventId, @Mode, @Type, @ApiVersion, @ObjectType, @ObjectId, @State, @Error, @CreatedAt, clock_timestamp(), @body)
            on conflict do nothing
            """,
            new
            {
                received.AccountId,
                received.EventId,
                received.Mode,
                received.Type,
                received.ApiVersion,
                received.ObjectType,
                received.ObjectId,
                received.State,
                received.Error,
                received.CreatedAt,
                body,
            }
        );
        var isNew = inserted > 0;
        if (isNew)
            await work.SetName(received.EventId, "stripe_event", received.Type);
        if (isNew && received.State is StripeEventState.Pending)
        {
            await ObjectReader.Enqueue([(received.AccountId, received.EventId, received.ObjectId!)], work); // a pending event has an object
            work.WakeWorkers();
        }
        await work.Commit();
        return isNew;
    }
}

/// <summary>An event as Stripe sends it; its other members are stored as they are.</summary>
/// <param name="Id">evt_…</param>
/// <param name="Type">Type, such as invoice.paid.</param>
/// <param name="Livemode">Whether it happened in live mode.</param>
/// <param name="Created">Unix time in seconds.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record StripeEventBody(string Id, string Type, bool Livemode, long Created);

/// <summary>Response to an event.</summary>
/// <param name="Received">Whether the event was stored.</param>
/// <param name="IsDuplicate">True if the event was stored before.</param>
public sealed record WebhookReceipt(bool Received, bool IsDuplicate);
