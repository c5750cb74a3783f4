using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Messaging.Channels.Transports;
using OwnerConsole.Messaging.Preferences.Public;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Receives delivery reports and incoming messages from Twilio, and verifies that they come from it.</summary>
public sealed class TwilioRoutes(Database database, SecretBox box, AddressHashes addresses, IEnumerable<IMessageSource> sources)
{
    private const string Address = "/api/v1/channels/";

    private const string Why = "requires the signature of the Twilio account";

    /// <returns>Path that receives the delivery reports of a message.</returns>
    internal static string StatusOf(string channelId, string messageId) => $"{Address}{channelId}/messages/{messageId}/status";

    /// <returns>Path that receives the messages sent to a channel.</returns>
    internal static string IncomingOf(string channelId) => $"{Address}{channelId}/incoming";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost(
                Address + "{id}/messages/{message}/status",
                (HttpContext context, string id, string message, TwilioRoutes self) => self.Report(context, id, message)
            )
            .WithSummary("Receive a delivery report of a message from Twilio.")
            .Accepts<TwilioReport>("application/x-www-form-urlencoded")
            .Produces<string>(StatusCodes.Status200OK, "text/xml")
            .WithMetadata(new HighRateLimit())
            .DisableAntiforgery() // Twilio sends no cookie, and a signature proves the origin
            .AllowAnyone(Why);
        routes
            .MapPost(Address + "{id}/incoming", (HttpContext context, string id, TwilioRoutes self) => self.Receive(context, id))
            .WithSummary("Receive a message that someone sent to a channel of Twilio.")
            .Accepts<TwilioMessage>("application/x-www-form-urlencoded")
            .Produces<string>(StatusCodes.Status200OK, "text/xml")
            .WithMetadata(new HighRateLimit())
            .DisableAntiforgery()
            .AllowAnyone(Why);
    }

    private async Task<IResult> Report(HttpContext context, string channelId, string messageId)
    {
        var (channel, form) = await Verify(context, channelId);
        var state = form["MessageStatus"].ToString() switch
        {
            "delivered" or "read" => MessageState.Delivered,
            "undelivered" => MessageState.Undelivered,
            "failed" => MessageState.Failed,
            _ => (MessageState?)null, // accepted, queued, sending, sent: nothing is final yet
        };
        if (state is { } final && form["MessageSid"].ToString() is { Length: > 0 and <= 64 } sid)
            await Store(channel, messageId, sid, final, form["ErrorCode"].ToString() is { Length: > 0 and <= 10 } code ? code : null, context.RequestAborted);
        return NoReply();
    }

    private async Task Store(Channel channel, string messageId, string sid, MessageState state, string? code, CancellationToken stop)
    {
        OutgoingMessage? message;
        string? phone = null;
        await using (var reading = await database.Read(stop))
        {
            message = await ChannelMessageRows.Find(channel.Id, messageId, reading);
            if (message?.MemberId is not null && code == TwilioErrors.Unsubscribed)
                phone = await reading.One<string>(
                    "select phone from core.members where tenant_id = @TenantId and member_id = @MemberId",
                    new { message.TenantId, message.MemberId }
                );
        }
        if (message is null)
            return;
        await using var work = await database.Write(WriteOrigin.Intake("channel.report"), [message.TenantId, IdGenerator.Platform], stop);
        var reason = state is MessageState.Delivered ? null : TwilioErrors.Explain(code);
        if (!await ChannelMessageRows.Report(messageId, sid, state, code, reason, work))
            return;
        if (sources.FirstOrDefault(source => source.Name == message.Source) is { } source)
            await source.Record(message, state, reason, work);
        if (phone is not null)
            await addresses.SuppressUnsubscribed(channel.Kind.ToChannel(), message.TenantId, message.MemberId!, phone, work); // a phone number belongs to a member
        await work.Commit();
    }

    /// <summary>Notes who wrote on WhatsApp, which allows free text for 24 hours. The text is not stored.</summary>
    private async Task<IResult> Receive(HttpContext context, string channelId)
    {
        var (channel, form) = await Verify(context, channelId);
        var from = form["From"].ToString();
        if (
            from.StartsWith(TwilioTransport.Whatsapp, StringComparison.Ordinal)
            && await addresses.Of(channel.Kind.ToChannel(), from[TwilioTransport.Whatsapp.Length..], context.RequestAborted) is { } hash
        )
        {
            await using var work = await database.Write(WriteOrigin.Intake("channel.incoming"), [IdGenerator.Platform], context.RequestAborted);
            await work.Execute(
                """
                insert into channels.incoming (tenant_id, channel_id, address_hash, received_at) values ('tnt_platform', @Id, @hash, clock_timestamp())
                on conflict (tenant_id, channel_id, address_hash) do update set received_at = excluded.received_at
                """,
                new { channel.Id, hash }
            );
            await work.Commit();
        }
        return NoReply();
    }

    /// <summary>Twilio's markup for a response that does nothing.</summary>
    private static IResult NoReply() => Results.Text("<Response/>", "text/xml");

    /// <exception cref="Problem">403 if the signature is not valid, also for an unknown channel, so that no one can find out which exist.</exception>
    private async Task<(Channel Channel, IFormCollection Form)> Verify(HttpContext context, string channelId)
    {
        context.Request.RequireKnown();
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        await using var look = await database.ReadTenants([IdGenerator.Platform], context.RequestAborted);
        var channel = await Channel.Find(channelId, look);
        if (channel is { IsRemoved: false } && channel.Kind.IsByPhone() && await ChannelSecrets.Find(channel, box, look) is { } secrets)
        {
            var fields = form.SelectMany(field => field.Value.Select(value => (field.Key, value ?? ""))).ToList();
            var given = context.Request.Headers["X-Twilio-Signature"].ToString();
            // Behind a proxy, the request doesn't tell under which address Twilio called it.
            string?[] bases = [await PlatformAddress.Of(look), $"{context.Request.Scheme}://{context.Request.Host}"];
            if (bases.OfType<string>().Any(console => TwilioSignature.IsValid(secrets.Secret, $"{console}{context.Request.Path}", fields, given)))
                return (channel, form);
        }
        throw new Problem(403, "bad_signature", "The signature is missing or wrong. Check the auth token of the channel and the console URL in the settings.");
    }
}

/// <summary>A delivery report as Twilio sends it; its other fields are ignored.</summary>
/// <param name="MessageSid">Twilio's ID of the message.</param>
/// <param name="MessageStatus">Status, such as delivered.</param>
/// <param name="ErrorCode">Error code of a message that was not delivered.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record TwilioReport(
    [property: JsonPropertyName("MessageSid")] string MessageSid,
    [property: JsonPropertyName("MessageStatus")] string MessageStatus,
    [property: JsonPropertyName("ErrorCode")] string? ErrorCode = null
);

/// <summary>A message that someone sent, as Twilio sends it; its other fields are ignored.</summary>
/// <param name="From">Sender, such as whatsapp:+41441234567.</param>
/// <param name="To">Phone number of the channel.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record TwilioMessage([property: JsonPropertyName("From")] string From, [property: JsonPropertyName("To")] string To);
