using System.ComponentModel;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Service that a channel is connected to.</summary>
public enum ChannelKind
{
    [Description("SMS (Twilio)")]
    TwilioSms,

    [Description("WhatsApp (Twilio)")]
    TwilioWhatsapp,

    [Description("Slack")]
    Slack,

    [Description("Discord")]
    Discord,

    /// <summary>Any other service that accepts JSON.</summary>
    [Description("Webhook")]
    Webhook,

    /// <summary>Notifications of browsers, through the push service of each browser.</summary>
    [Description("Web push")]
    WebPush,

    /// <summary>Incidents of PagerDuty, for alerts.</summary>
    [Description("PagerDuty")]
    Pagerduty,

    /// <summary>Events of Datadog, for alerts.</summary>
    [Description("Datadog")]
    Datadog,

    /// <summary>Custom events of New Relic, for alerts.</summary>
    [Description("New Relic")]
    NewRelic,
}

/// <summary>Properties of kinds of channels.</summary>
public static class ChannelKinds
{
    /// <summary>Whether messages go to members. The other kinds post once, for everyone who reads there.</summary>
    public static bool IsPersonal(this ChannelKind kind) => kind.IsByPhone() || kind is ChannelKind.WebPush;

    /// <summary>Whether messages go to the phone numbers of members, through Twilio.</summary>
    public static bool IsByPhone(this ChannelKind kind) => kind is ChannelKind.TwilioSms or ChannelKind.TwilioWhatsapp;

    /// <summary>Whether it receives alerts only, as signals with a key and a severity. It is no destination of broadcasts.</summary>
    public static bool IsForAlerts(this ChannelKind kind) => kind is ChannelKind.Pagerduty or ChannelKind.Datadog or ChannelKind.NewRelic;

    /// <summary>Whether people read its messages in a chat. A webhook can lead to one.</summary>
    public static bool IsChat(this ChannelKind kind) => kind is ChannelKind.Slack or ChannelKind.Discord or ChannelKind.Webhook;

    public static MessageChannel ToChannel(this ChannelKind kind) =>
        kind switch
        {
            ChannelKind.TwilioSms => MessageChannel.Sms,
            ChannelKind.TwilioWhatsapp => MessageChannel.Whatsapp,
            ChannelKind.Slack => MessageChannel.Slack,
            ChannelKind.Discord => MessageChannel.Discord,
            ChannelKind.WebPush => MessageChannel.Push,
            _ => MessageChannel.Webhook,
        };

    public static string Title(this ChannelKind kind) =>
        kind switch
        {
            ChannelKind.TwilioSms => "SMS (Twilio)",
            ChannelKind.TwilioWhatsapp => "WhatsApp (Twilio)",
            ChannelKind.Slack => "Slack",
            ChannelKind.Discord => "Discord",
            ChannelKind.WebPush => "Web push",
            ChannelKind.Pagerduty => "PagerDuty",
            ChannelKind.Datadog => "Datadog",
            ChannelKind.NewRelic => "New Relic",
            _ => "Webhook",
        };

    /// <summary>Messages per minute unless the channel sets another limit.</summary>
    /// <remarks>
    /// Sources: Twilio sends one SMS per second from a long code, Slack accepts one message per second, and Discord 30 per minute and webhook. PagerDuty accepts
    /// 120 events per minute and integration.
    /// </remarks>
    public static int DefaultRate(this ChannelKind kind) =>
        kind switch
        {
            ChannelKind.Discord => 30,
            ChannelKind.Webhook or ChannelKind.WebPush => 600,
            _ => 60,
        };

    /// <returns>Name of its secret on pages.</returns>
    public static string SecretTitle(this ChannelKind kind) =>
        kind switch
        {
            ChannelKind.TwilioSms or ChannelKind.TwilioWhatsapp => "Auth token",
            ChannelKind.Pagerduty => "Routing key",
            ChannelKind.Datadog => "API key",
            ChannelKind.NewRelic => "License key",
            _ => "URL",
        };
}
