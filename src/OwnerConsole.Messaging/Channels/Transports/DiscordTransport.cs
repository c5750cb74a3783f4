using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>Posts to a channel of Discord by its webhook. Mentions in the text notify no one.</summary>
public sealed class DiscordTransport(VendorHttp http, VendorAddresses addresses) : IChannelTransport
{
    /// <summary>Longest message that Discord accepts.</summary>
    private const int MaxContent = 2_000;

    public bool Supports(ChannelKind kind) => kind is ChannelKind.Discord;

    public async Task<SendResult> Send(PreparedMessage prepared, CancellationToken stop)
    {
        // wait=true makes Discord answer after the message is stored, with its ID.
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(addresses.Discord, new Uri(prepared.Secrets.Secret).AbsolutePath + "?wait=true"))
        {
            Content = new StringContent(Body(prepared.Message), Encoding.UTF8, "application/json"),
        };
        var answer = await http.Send(request, stop);
        var response = VendorJson.Read(answer.Body);
        if (answer.IsSuccess)
            return new(SendOutcome.Accepted, answer.Status, answer.Excerpt) { VendorId = VendorJson.Text(response, "id") };
        if (answer.FindTemporary("Discord") is { } temporary)
            return temporary with { RetryAfter = RetryAfter(response) ?? temporary.RetryAfter };
        var code = VendorJson.Text(response, "code");
        return new(SendOutcome.Rejected, answer.Status, answer.Excerpt) { Code = code, Reason = Explain(code) };
    }

    /// <returns>JSON of the message.</returns>
    internal static string Body(SourcedMessage message)
    {
        var title = MessageFormat.Cut(MessageFormat.Line(message.Title), 200);
        var head = title.Length == 0 ? "" : $"**{Escape(title)}**";
        return new JsonObject
        {
            ["content"] = MessageFormat.Join(head, MessageFormat.Clean(message.Text), message.Link, MaxContent),
            ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() },
        }.ToJsonString();
    }

    /// <summary>Keeps a title bold whatever characters it contains.</summary>
    private static string Escape(string title) =>
        string.Concat(title.Select(character => "\\*_~`|".Contains(character, StringComparison.Ordinal) ? $"\\{character}" : character.ToString()));

    private static TimeSpan? RetryAfter(JsonElement response) =>
        response.ValueKind is JsonValueKind.Object
        && response.TryGetProperty("retry_after", out var seconds)
        && seconds.TryGetDouble(out var number)
        && number is >= 0 and < 86_400
            ? TimeSpan.FromSeconds(number)
            : null;

    private static string Explain(string? code) =>
        code switch
        {
            "10015" => "The webhook was removed in Discord. Enter the URL of a new one.",
            "50027" => "The token in the URL of the webhook is invalid.",
            "10003" => "The channel of the webhook no longer exists in Discord.",
            "220001" => "The webhook belongs to a forum of Discord, which accepts no messages without a thread.",
            _ => "Discord refused the message.",
        };
}
