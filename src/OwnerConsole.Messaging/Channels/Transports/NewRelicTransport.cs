using System.Text;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>Stores custom events in New Relic (Event API), where queries and alert conditions can use them.</summary>
/// <remarks>Source: the Event API in New Relic's documentation. It reports wrong data later as NrIntegrationError, so only the key is checked at once.</remarks>
public sealed class NewRelicTransport(VendorHttp http, VendorAddresses addresses) : IChannelTransport
{
    private const string Name = "New Relic";

    /// <summary>Longest attribute that New Relic stores.</summary>
    private const int MaxAttribute = 4_096;

    public bool Supports(ChannelKind kind) => kind is ChannelKind.NewRelic;

    public async Task<SendResult> Send(PreparedMessage prepared, CancellationToken stop)
    {
        var host = new Uri(
            prepared.Channel.Region == ChannelRegions.Eu ? "https://insights-collector.eu01.nr-data.net" : "https://insights-collector.newrelic.com"
        );
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(addresses.AlertServices ?? host, $"/v1/accounts/{prepared.Channel.Account}/events") // never null for this kind
        )
        {
            Content = new StringContent(Body(prepared.Message, prepared.MessageId), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Api-Key", prepared.Secrets.Secret);
        var answer = await http.Send(request, stop);
        if (answer.IsSuccess)
            return new(SendOutcome.Accepted, answer.Status, answer.Excerpt) { VendorId = VendorJson.Text(VendorJson.Read(answer.Body), "uuid") };
        if (answer.Status is 401 or 403)
            return new(SendOutcome.Unavailable, answer.Status, answer.Excerpt)
            {
                Reason = "New Relic doesn't accept the license key for this account and region. Enter the current one.",
            };
        return answer.FindTemporary(Name) ?? new(SendOutcome.Rejected, answer.Status, answer.Excerpt) { Reason = "New Relic refused the event." };
    }

    /// <returns>JSON with one event.</returns>
    internal static string Body(SourcedMessage message, string messageId)
    {
        var stored = new JsonObject
        {
            ["eventType"] = "OwnerConsoleAlert",
            ["title"] = MessageFormat.Cut(MessageFormat.Line(message.Title), MaxAttribute),
            ["text"] = MessageFormat.Cut(MessageFormat.Clean(message.Text), MaxAttribute),
            ["action"] = message.Signal?.Action.ToText() ?? "message",
            ["severity"] = (message.Signal?.Severity ?? SignalSeverity.Info).ToText(),
            ["alertKey"] = message.Signal?.Key ?? messageId,
            ["messageId"] = messageId,
        };
        if (message.Link is { } link)
            stored["link"] = link;
        return new JsonArray(stored).ToJsonString();
    }
}
