using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>Opens, acknowledges and resolves incidents of PagerDuty (Events API v2). A repeated event changes nothing, because it has the same key.</summary>
/// <remarks>Source: the Events API v2 in PagerDuty's documentation. A message without a signal, such as a test, opens an incident and resolves it.</remarks>
public sealed class PagerdutyTransport(VendorHttp http, VendorAddresses addresses) : IChannelTransport
{
    private const string Name = "PagerDuty";

    /// <summary>Longest summary that PagerDuty accepts, and longest text that an incident shows reasonably.</summary>
    private const int MaxSummary = 1_024,
        MaxDetails = 10_000;

    public bool Supports(ChannelKind kind) => kind is ChannelKind.Pagerduty;

    public async Task<SendResult> Send(PreparedMessage prepared, CancellationToken stop)
    {
        if (prepared.Message.Signal is { } signal)
            return await Post(prepared, signal, stop);
        var test = new MessageSignal(prepared.MessageId, SignalAction.Trigger, SignalSeverity.Info);
        var opened = await Post(prepared, test, stop);
        return opened.Outcome is SendOutcome.Accepted ? await Post(prepared, test with { Action = SignalAction.Resolve }, stop) : opened;
    }

    private async Task<SendResult> Post(PreparedMessage prepared, MessageSignal signal, CancellationToken stop)
    {
        var host = new Uri(prepared.Channel.Region == ChannelRegions.Eu ? "https://events.eu.pagerduty.com" : "https://events.pagerduty.com");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(addresses.AlertServices ?? host, "/v2/enqueue"))
        {
            Content = new StringContent(Body(prepared.Message, signal, prepared.Secrets.Secret), Encoding.UTF8, "application/json"),
        };
        var answer = await http.Send(request, stop);
        var response = VendorJson.Read(answer.Body);
        if (answer.IsSuccess)
            return new(SendOutcome.Accepted, answer.Status, answer.Excerpt) { VendorId = VendorJson.Text(response, "dedup_key") };
        if (answer.Status is 401 or 403)
            return new(SendOutcome.Unavailable, answer.Status, answer.Excerpt) { Reason = "PagerDuty doesn't accept the routing key. Enter the current one." };
        return answer.FindTemporary(Name)
            ?? new(SendOutcome.Rejected, answer.Status, answer.Excerpt) { Code = VendorJson.Text(response, "status"), Reason = Explain(response) };
    }

    /// <returns>JSON of the event.</returns>
    internal static string Body(SourcedMessage message, MessageSignal signal, string routingKey)
    {
        var body = new JsonObject
        {
            ["routing_key"] = routingKey,
            ["event_action"] = signal.Action.ToText(),
            ["dedup_key"] = signal.Key,
        };
        if (signal.Action is not SignalAction.Trigger)
            return body.ToJsonString();
        var (title, text) = (MessageFormat.Line(message.Title), MessageFormat.Clean(message.Text));
        body["payload"] = new JsonObject
        {
            ["summary"] = MessageFormat.Cut(title.Length > 0 ? title : MessageFormat.Line(text), MaxSummary),
            ["source"] = message.Link is null ? "Owner Console" : new Uri(message.Link).Host,
            ["severity"] = signal.Severity.ToText(),
            ["custom_details"] = new JsonObject { ["text"] = MessageFormat.Cut(text, MaxDetails) },
        };
        if (message.Link is { } link)
            body["links"] = new JsonArray(new JsonObject { ["href"] = link, ["text"] = "Alerts" });
        return body.ToJsonString();
    }

    /// <summary>PagerDuty lists what is wrong with an event.</summary>
    private static string Explain(JsonElement response) =>
        response.ValueKind is JsonValueKind.Object
        && response.TryGetProperty("errors", out var errors)
        && errors.ValueKind is JsonValueKind.Array
        && errors.EnumerateArray().Any(error => error.ToString().Contains("routing", StringComparison.OrdinalIgnoreCase))
            ? "PagerDuty doesn't know the routing key. Enter the integration key of an Events API v2 integration."
            : "PagerDuty refused the event.";
}
