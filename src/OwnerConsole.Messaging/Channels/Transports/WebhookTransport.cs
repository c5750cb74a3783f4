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
        var signature = StandardWebhook.Sign(prepared.Secrets.SigningSecret!, prepared.MessageId, at, body); // never null for a webhook
        using var request = WebhookRequest.Create(prepared.Secrets.Secret, prepared.MessageId, at, body, signature);
        var answer = await http.Send(request, stop);
        return answer.IsSuccess
            ? new(SendOutcome.Accepted, answer.Status, answer.Excerpt)
            : answer.FindTemporary("The service")
                ?? new(SendOutcome.Rejected, answer.Status, answer.Excerpt) { Reason = $"The service responded with {answer.Status}." };
    }
}
