using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Settings of a channel as a person changes them. Which are used depends on its kind.</summary>
public sealed record ChannelInput(
    [StringLength(ChannelRules.MaxName)] [Description("Name that the team sees, such as #announcements.")] string Name,
    [DataType(DataType.Password)] [Description(ChannelInput.KeptSecretHelp)] string? Secret = null,
    [Description(ChannelInput.AccountHelp)] string? Account = null,
    [Description("Phone number of Twilio, such as +15550100, or ID of a messaging service (MG…).")] string? Sender = null,
    [StringLength(ChannelRules.MaxBody)] [DataType(DataType.MultilineText)] [Description(ChannelInput.BodyHelp)] string? Body = null,
    [Description(ChannelInput.ContentHelp)] string? ContentSid = null,
    [StringLength(ChannelRules.MaxBody)] [DataType(DataType.MultilineText)] [Description(ChannelInput.VariablesHelp)] string? ContentVariables = null,
    [Description(ChannelInput.RateHelp)] int? MaxPerMinute = null,
    [StringLength(ChannelRules.MaxContact)] [Description(ChannelInput.ContactHelp)] string? Contact = null,
    [Description(ChannelInput.KeptRegionHelp)] string? Region = null
)
{
    internal const string BodyHelp =
            "JSON that the webhook receives. Texts can contain {{title}}, {{text}}, {{link}}, {{id}} and {{sent_at}}. Leave blank for all of them.",
        ContentHelp = "Approved WhatsApp template (HX…) for members who haven't written in the last 24 hours. Leave blank for none.",
        VariablesHelp = "Variables of the WhatsApp template as JSON, such as {\"1\": \"{{title}}\", \"2\": \"{{link}}\"}.",
        RateHelp = "Most messages per minute. Leave blank for 30 on Discord, 600 on webhooks and web push, and 60 on other services.",
        NewSecretHelp =
            "Auth token of Twilio, URL of the webhook in Slack, Discord or another service, or key of PagerDuty, Datadog or New Relic. Encrypted. Web push needs none.",
        KeptSecretHelp =
            "Auth token of Twilio, URL of the webhook in Slack, Discord or another service, or key of PagerDuty, Datadog or New Relic. Encrypted. Leave blank to keep the current one.",
        AccountHelp = "Account SID of Twilio (AC…), or account ID of New Relic.",
        RegionHelp = "us or eu for PagerDuty and New Relic, or the site of Datadog such as datadoghq.eu. Leave blank for the US.",
        KeptRegionHelp = "us or eu for PagerDuty and New Relic, or the site of Datadog such as datadoghq.eu. Leave blank to keep the current one.",
        ContactHelp = "Email address or https URL that push services use to contact you, such as ops@example.com. Only for web push.";

    /// <summary>Names of the fields that a kind of channel uses.</summary>
    internal static IReadOnlyList<string> Fields(ChannelKind kind) =>
        kind switch
        {
            ChannelKind.TwilioSms => ["name", "secret", "account", "sender", "max_per_minute"],
            ChannelKind.TwilioWhatsapp => ["name", "secret", "account", "sender", "content_sid", "content_variables", "max_per_minute"],
            ChannelKind.Webhook => ["name", "secret", "body", "max_per_minute"],
            ChannelKind.WebPush => ["name", "contact", "max_per_minute"],
            ChannelKind.Pagerduty or ChannelKind.Datadog => ["name", "secret", "region", "max_per_minute"],
            ChannelKind.NewRelic => ["name", "secret", "account", "region", "max_per_minute"],
            _ => ["name", "secret", "max_per_minute"],
        };

    /// <returns>The field as the form of this kind shows it, without what applies to other kinds.</returns>
    /// <param name="isNew">Whether the channel is being added, so that there is no current value to keep.</param>
    internal static InputField Describe(InputField field, ChannelKind kind, bool isNew) =>
        field.Name switch
        {
            "secret" => field with { Label = kind.SecretTitle(), Help = SecretHelp(kind) + (isNew ? "" : KeepHelp), Required = isNew },
            "account" when kind is ChannelKind.NewRelic => field with
            {
                Label = "Account ID",
                Help = "In the user menu of New Relic, under Administration.",
                Required = isNew,
            },
            "region" => field with
            {
                Label = kind is ChannelKind.Datadog ? "Site" : "Region",
                Help =
                    (kind is ChannelKind.Datadog ? $"Site of your account, such as {ChannelRegions.DatadogSites[1]}." : "Region of your account: us or eu.")
                    + (isNew ? $" Leave blank for {ChannelRegions.Default(kind)}." : KeepHelp),
            },
            "account" => field with { Label = "Account SID", Help = "On the first page of Twilio's console (AC…).", Required = isNew },
            "sender" => field with { Required = isNew },
            "contact" => field with { Help = "Email address or https URL that push services use to contact you, such as ops@example.com.", Required = isNew },
            "max_per_minute" => field with { Help = $"Most messages per minute. Leave blank for {kind.DefaultRate()}." },
            _ => field,
        };

    private const string KeepHelp = " Leave blank to keep the current one.";

    private static string SecretHelp(ChannelKind kind) =>
        kind switch
        {
            ChannelKind.Slack => "URL of the incoming webhook, on the page of your app in Slack. Encrypted.",
            ChannelKind.Discord => "URL of the webhook, in the settings of the channel in Discord. Encrypted.",
            ChannelKind.Webhook => "https URL that receives the messages. Encrypted.",
            ChannelKind.Pagerduty => "Integration key of an Events API v2 integration, on the page of your service in PagerDuty. Encrypted.",
            ChannelKind.Datadog => "API key, in the organization settings of Datadog. Encrypted.",
            ChannelKind.NewRelic => "Ingest license key, on the page API keys of New Relic. Encrypted.",
            _ => "On the first page of Twilio's console. Encrypted.",
        };

    /// <returns>The settings without those that the kind doesn't use, and without surrounding spaces.</returns>
    internal ChannelInput For(ChannelKind kind)
    {
        var used = Fields(kind);
        return new(
            Name.Trim(),
            Secret,
            Used("account", Account),
            Used("sender", Sender),
            kind is ChannelKind.Webhook ? Used("body", Body) ?? ChannelRules.DefaultBody : null,
            Used("content_sid", ContentSid),
            Used("content_variables", ContentVariables),
            MaxPerMinute ?? kind.DefaultRate(),
            Used("contact", Contact) is { } contact && contact.Contains('@', StringComparison.Ordinal) && !contact.Contains(':', StringComparison.Ordinal)
                ? "mailto:" + contact
                : Used("contact", Contact),
            used.Contains("region") ? Used("region", Region)?.ToLowerInvariant() ?? ChannelRegions.Default(kind) : null
        );

        string? Used(string field, string? value) => used.Contains(field) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }
}
