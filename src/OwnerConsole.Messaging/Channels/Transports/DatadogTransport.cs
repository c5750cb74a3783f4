using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>Posts events to Datadog. The events of an alert have the same aggregation key.</summary>
public sealed class DatadogTransport(VendorHttp http, VendorAddresses addresses) : IChannelTransport
{
    private const string Name = "Datadog";

    /// <summary>Longest title that is readable in the event stream, and longest text that Datadog accepts.</summary>
    private const int MaxTitle = 200,
        MaxText = 4_000;

    public bool Supports(ChannelKind kind) => kind is ChannelKind.Datadog;

    public async Task<SendResult> Send(PreparedMessage prepared, CancellationToken stop)
    {
        var host = new Uri($"https://api.{prepared.Channel.Region ?? ChannelRegions.Default(ChannelKind.Datadog)}");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(addresses.AlertServices ?? host, "/api/v1/events"))
        {
            Content = new StringContent(Body(prepared.Message, prepared.MessageId), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("DD-API-KEY", prepared.Secrets.Secret);
        var answer = await http.Send(request, stop);
        var response = VendorJson.Read(answer.Body);
        if (answer.IsSuccess)
            return new(SendOutcome.Accepted, answer.Status, answer.Excerpt) { VendorId = FindId(response) };
        if (answer.Status is 401 or 403)
            return new(SendOutcome.Unavailable, answer.Status, answer.Excerpt)
            {
                Reason = "Datadog doesn't accept the API key on this site. Enter the current key, or the site of your account.",
            };
        return answer.FindTemporary(Name) ?? new(SendOutcome.Rejected, answer.Status, answer.Excerpt) { Reason = "Datadog refused the event." };
    }

    /// <returns>JSON of the event.</returns>
    internal static string Body(SourcedMessage message, string messageId)
    {
        var (title, text) = (MessageFormat.Line(message.Title), MessageFormat.Clean(message.Text));
        return new JsonObject
        {
            ["title"] = MessageFormat.Cut(title.Length > 0 ? title : MessageFormat.Line(text), MaxTitle),
            ["text"] = MessageFormat.Join("", text, message.Link, MaxText),
            ["alert_type"] = AlertType(message.Signal),
            ["aggregation_key"] = message.Signal?.Key ?? messageId,
            ["tags"] = new JsonArray("source:owner-console", $"action:{message.Signal?.Action.ToText() ?? "message"}"),
        }.ToJsonString();
    }

    private static string AlertType(MessageSignal? signal) =>
        signal switch
        {
            { Action: SignalAction.Resolve } => "success",
            { Action: SignalAction.Trigger, Severity: SignalSeverity.Critical or SignalSeverity.Error } => "error",
            { Action: SignalAction.Trigger, Severity: SignalSeverity.Warning } => "warning",
            _ => "info",
        };

    private static string? FindId(JsonElement response) =>
        response.ValueKind is JsonValueKind.Object && response.TryGetProperty("event", out var stored) ? VendorJson.Text(stored, "id") : null;
}
