using System.Text;
using System.Text.Json.Nodes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>Posts to a channel of Slack by its incoming webhook.</summary>
/// <remarks>The text is plain, so that nothing in it mentions people or is formatted. Slack requires &amp;, &lt; and &gt; to be escaped.</remarks>
public sealed class SlackTransport(VendorHttp http, VendorAddresses addresses) : IChannelTransport
{
    /// <summary>Longest header and section that Slack accepts.</summary>
    private const int MaxHeader = 150,
        MaxSection = 3_000;

    /// <summary>Longest message in total. Slack refuses messages from about 13,200 characters although each block is short enough.</summary>
    private const int MaxTotal = 12_000;

    public bool Supports(ChannelKind kind) => kind is ChannelKind.Slack;

    public async Task<SendResult> Send(PreparedMessage prepared, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(addresses.Slack, new Uri(prepared.Secrets.Secret).PathAndQuery))
        {
            Content = new StringContent(Body(prepared.Message), Encoding.UTF8, "application/json"),
        };
        var answer = await http.Send(request, stop);
        return answer.IsSuccess
            ? new(SendOutcome.Accepted, answer.Status, answer.Excerpt)
            : answer.FindTemporary("Slack")
                ?? new(SendOutcome.Rejected, answer.Status, answer.Excerpt) { Code = Code(answer.Body), Reason = Explain(Code(answer.Body)) };
    }

    /// <returns>JSON of the message.</returns>
    internal static string Body(SourcedMessage message)
    {
        var (title, text) = (MessageFormat.Line(message.Title), MessageFormat.Clean(message.Text));
        var header = MessageFormat.Cut(title, MaxHeader);
        // Slack shows this in notifications instead of the blocks.
        var summary = MessageFormat.Split(title.Length > 0 ? title : text, Escape, MaxHeader, MaxHeader);
        var body = message.Link is null ? text : $"{text}\n{message.Link}";
        var blocks = new JsonArray();
        if (header.Length > 0)
            blocks.Add(Block("header", Fit(header)));
        foreach (var section in MessageFormat.Split(body, Escape, MaxSection, MaxTotal - (2 * MaxHeader)))
            blocks.Add(Block("section", section));
        return new JsonObject { ["text"] = summary.Count > 0 ? summary[0] : "", ["blocks"] = blocks }.ToJsonString();
    }

    /// <returns>The header with its characters escaped, within the limit of Slack.</returns>
    private static string Fit(string header) => MessageFormat.Split(header, Escape, MaxHeader, MaxHeader) is [var first, ..] ? first : "";

    private static JsonObject Block(string type, string text) =>
        new()
        {
            ["type"] = type,
            ["text"] = new JsonObject
            {
                ["type"] = "plain_text",
                ["text"] = text,
                ["emoji"] = true,
            },
        };

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Slack answers with a word, such as no_service.</summary>
    private static string? Code(string body) =>
        body.Length is > 0 and <= 60 && body.All(character => char.IsAsciiLetter(character) || character == '_') ? body : null;

    private static string Explain(string? code) =>
        code switch
        {
            "no_service" or "no_active_hooks" or "invalid_token" => "The webhook was removed in Slack. Enter the URL of a new one.",
            "channel_not_found" => "The channel of the webhook no longer exists in Slack.",
            "channel_is_archived" => "The channel is archived in Slack.",
            "action_prohibited" or "posting_to_general_channel_denied" => "An administrator of Slack doesn't allow this webhook to post.",
            "team_disabled" => "The workspace is disabled in Slack.",
            _ => "Slack refused the message.",
        };
}
