using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Checks the settings of a channel.</summary>
internal static partial class ChannelRules
{
    public const int MaxName = 60,
        MaxBody = 10_000,
        MaxRate = 6_000,
        MaxContact = 200;

    /// <summary>What a webhook receives unless its channel says otherwise.</summary>
    public const string DefaultBody = """{"id": "{{id}}", "title": "{{title}}", "text": "{{text}}", "link": "{{link}}", "sent_at": "{{sent_at}}"}""";

    /// <param name="input">Settings of this kind only.</param>
    /// <param name="secret">The new secret; null to keep the current one.</param>
    /// <returns>Null if the settings can be saved.</returns>
    public static Refusal? FindProblem(ChannelKind kind, ChannelInput input, string? secret, OutboundHostPolicy hosts) =>
        !SingleLineText.IsValid(input.Name, MaxName) ? new("bad_name", $"The name must be one line of at most {MaxName} characters.")
        : input.MaxPerMinute is < 1 or > MaxRate ? new("bad_message_rate", $"Messages per minute must be between 1 and {MaxRate}.")
        : kind switch
        {
            ChannelKind.TwilioSms or ChannelKind.TwilioWhatsapp => FindTwilioProblem(kind, input, secret),
            ChannelKind.Slack when secret is not null && !SlackUrl().IsMatch(secret) => new(
                "bad_secret",
                $"The URL must start with https://hooks.slack.com/. You find it in Slack, on the page of your app under Incoming Webhooks."
            ),
            ChannelKind.Discord when secret is not null && !DiscordUrl().IsMatch(secret) => new(
                "bad_secret",
                $"The URL must start with https://discord.com/api/webhooks/. You find it in Discord, in the settings of the channel under Integrations."
            ),
            ChannelKind.Pagerduty or ChannelKind.Datadog or ChannelKind.NewRelic => FindAlertServiceProblem(kind, input, secret),
            ChannelKind.Webhook => FindWebhookProblem(input, secret, hosts),
            ChannelKind.WebPush when input.Contact is null || input.Contact.Length > MaxContact || !Contact().IsMatch(input.Contact) => new(
                "bad_contact",
                $"The contact must be an email address, or a URL that starts with https://. Push services use it if your messages cause problems."
            ),
            _ => null,
        };

    private static Refusal? FindTwilioProblem(ChannelKind kind, ChannelInput input, string? secret) =>
        input.Account is null || !AccountSid().IsMatch(input.Account)
            ? new("bad_account", $"The account must be AC followed by 32 digits or letters from a to f. You find it on the first page of Twilio's console.")
        : secret is not null && !AuthToken().IsMatch(secret) ? new("bad_secret", $"The auth token must be 32 digits or letters from a to f.")
        : input.Sender is null || !(kind is ChannelKind.TwilioSms ? SmsSender() : WhatsappSender()).IsMatch(input.Sender)
            ? new("bad_sender", $"The sender must be a phone number such as +15550100, or the ID of a messaging service (MG…).")
        : input.ContentSid is not null && !ContentSid().IsMatch(input.ContentSid)
            ? new("bad_content_sid", $"The template must be HX followed by 32 digits or letters from a to f.")
        : input.ContentVariables is null ? null
        : input.ContentSid is null ? new("bad_content_variables", $"Variables require a template.")
        : ReadObject(input.ContentVariables) is not { } variables || variables.EnumerateObject().Any(pair => pair.Value.ValueKind is not JsonValueKind.String)
            ? new("bad_content_variables", $"The variables must be a JSON object with texts, such as 1 for the title.")
        : HasUnknown(input.ContentVariables) ? UnknownVariable
        : null;

    private static Refusal? FindAlertServiceProblem(ChannelKind kind, ChannelInput input, string? secret) =>
        input.Region is null || !ChannelRegions.IsKnown(kind, input.Region)
            ? kind is ChannelKind.Datadog
                ? new("bad_region", $"The site must be one of Datadog, such as datadoghq.com or datadoghq.eu.")
                : new("bad_region", $"The region must be us or eu.")
            : kind is ChannelKind.NewRelic && (input.Account is null || !NewRelicAccount().IsMatch(input.Account))
                ? new("bad_account", $"The account must be a number of at most 12 digits. You find it in New Relic, under Administration.")
                : secret is null
                    ? null
                    : kind switch
                    {
                        ChannelKind.Pagerduty when !RoutingKey().IsMatch(secret) => new(
                            "bad_secret",
                            $"The routing key must have 32 letters and digits. You find it in PagerDuty, on the page of your service under Integrations."
                        ),
                        ChannelKind.Datadog when !DatadogKey().IsMatch(secret) => new(
                            "bad_secret",
                            $"The API key must have 32 digits or letters from a to f. An application key doesn't work."
                        ),
                        ChannelKind.NewRelic when !LicenseKey().IsMatch(secret) => new(
                            "bad_secret",
                            $"The license key must have 40 letters and digits. A user key, which starts with NRAK, doesn't work."
                        ),
                        _ => null,
                    };

    private static Refusal? FindWebhookProblem(ChannelInput input, string? secret, OutboundHostPolicy hosts) =>
        secret is not null && hosts.FindProblem(secret) is { } problem
            ? problem == "private_address"
                ? new(
                    "private_address",
                    $"This host is not on the public internet, and the console does not call private addresses. Private addresses can be allowed when the console is started."
                )
                : new("not_an_address", $"This URL can't receive messages. It must use https and must not contain a user name or password.")
            : ReadObject(input.Body!) is null
                ? new("bad_body", $"The body must be a JSON object.") // never null for a webhook
                : HasUnknown(input.Body!)
                    ? UnknownVariable
                    : null;

    // The unknown name is not repeated, because refusals contain no text that a person typed.
    private static Refusal UnknownVariable => new("unknown_variable", $"It contains an unknown variable. Use title, text, link, id and sent_at.");

    private static bool HasUnknown(string template) => MessageTemplate.Names(template).Any(name => !MessageTemplate.Variables.Contains(name));

    private static JsonElement? ReadObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Without quotes and backslashes, because it becomes part of a signed JSON text.</summary>
    [GeneratedRegex(
        @"^(mailto:[^\s""\\@<>]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?(/[A-Za-z0-9/._~-]*)?)$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Contact();

    [GeneratedRegex("^AC[0-9a-fA-F]{32}$", RegexOptions.None, 1000)]
    private static partial Regex AccountSid();

    [GeneratedRegex("^[0-9a-fA-F]{32}$", RegexOptions.None, 1000)]
    private static partial Regex AuthToken();

    /// <summary>A phone number, a short code, a name that countries allow as sender, or a messaging service.</summary>
    [GeneratedRegex(@"^(\+[1-9][0-9]{6,14}|[0-9]{3,8}|MG[0-9a-fA-F]{32}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$", RegexOptions.None, 1000)]
    private static partial Regex SmsSender();

    [GeneratedRegex(@"^(\+[1-9][0-9]{6,14}|MG[0-9a-fA-F]{32})$", RegexOptions.None, 1000)]
    private static partial Regex WhatsappSender();

    [GeneratedRegex("^HX[0-9a-fA-F]{32}$", RegexOptions.None, 1000)]
    private static partial Regex ContentSid();

    [GeneratedRegex("^[0-9A-Za-z]{32}$", RegexOptions.None, 1000)]
    private static partial Regex RoutingKey();

    [GeneratedRegex("^[0-9a-fA-F]{32}$", RegexOptions.None, 1000)]
    private static partial Regex DatadogKey();

    [GeneratedRegex("^[0-9A-Za-z]{40}$", RegexOptions.None, 1000)]
    private static partial Regex LicenseKey();

    [GeneratedRegex("^[1-9][0-9]{0,11}$", RegexOptions.None, 1000)]
    private static partial Regex NewRelicAccount();

    [GeneratedRegex("^https://hooks\\.slack\\.com/[A-Za-z0-9/_-]{8,300}$", RegexOptions.None, 1000)]
    private static partial Regex SlackUrl();

    [GeneratedRegex("^https://discord(app)?\\.com/api/(v[0-9]+/)?webhooks/[0-9]{1,25}/[A-Za-z0-9_-]{8,200}$", RegexOptions.None, 1000)]
    private static partial Regex DiscordUrl();
}
