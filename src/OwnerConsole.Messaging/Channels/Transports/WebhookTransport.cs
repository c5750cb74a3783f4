using System.Globalization;
using System.Text;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>Posts JSON to any service, signed like the webhooks of the console.</summary>
public sealed class WebhookTransport(VendorHttp http, TimeProvider clock) : IChannelTransport
{
    public bool Supports(ChannelKind kind) => kind is ChannelKind.Webhook;

    public async Task<SendResult> Send(PreparedMessage prepared, CancellationToken stop)
    {
        var at = clock.GetUtcNow();
        var body = Encoding.UTF8.GetBytes(MessageTemplate.Fill(prepared.Channel.Body!, prepared.MessageId, prepared.Message, at)); // never null for a webhook
        using var request = new HttpRequestMessage(HttpMethod.Post, prepared.Secrets.Secret) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", prepared.MessageId);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardWebhook.Sign(prepared.Secrets.SigningSecret!, prepared.MessageId, at, body)); // never null for a webhook
        var answer = await http.Send(request, stop);
        return answer.IsSuccess
            ? new(SendOutcome.Accepted, answer.Status, answer.Excerpt)
            : answer.FindTemporary("The service")
                ?? new(SendOutcome.Rejected, answer.Status, answer.Excerpt) { Reason = $"The service responded with {answer.Status}." };
    }
}
