using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Messaging.Channels.Public;
using OwnerConsole.Messaging.Channels.Transports;
using OwnerConsole.Messaging.Channels.WebPush;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Channels: connections to Twilio (SMS and WhatsApp), Slack, Discord, webhooks, web push, PagerDuty, Datadog and New Relic, and the messages sent on them.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Messaging, "Channels", ChannelRoutes.Address, ChannelRoutes.Read, 20)
            {
                Synonyms = "slack, discord, sms, whatsapp, twilio, teams, web push, browser notifications, pagerduty, datadog, new relic",
            },
        ];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton(ChannelSecrets.Stored).AddSingleton(ChannelSecrets.Signing).AddSingleton(PushSubscriptions.Stored);
        services
            .AddSingleton<IChannelTransport, TwilioTransport>()
            .AddSingleton<IChannelTransport, SlackTransport>()
            .AddSingleton<IChannelTransport, DiscordTransport>()
            .AddSingleton<IChannelTransport, WebhookTransport>()
            .AddSingleton<IChannelTransport, WebPushTransport>()
            .AddSingleton<IChannelTransport, PagerdutyTransport>()
            .AddSingleton<IChannelTransport, DatadogTransport>()
            .AddSingleton<IChannelTransport, NewRelicTransport>();
        services
            .AddSingleton<ChannelOutbox>()
            .AddSingleton<IChannelPoster, ChannelPoster>()
            .AddSingleton<RecipientResolver>()
            .AddSingleton<IMessageSource, TestMessages>()
            .AddSingleton<IWorkHandler, MessageSender>()
            .AddRetention<MessageRetention>();
        services.AddSingleton<PushSubscriptions>().AddSingleton<PushEndpoints>();
        services.AddSingleton<ChannelRoutes>().AddSingleton<TwilioRoutes>().AddSingleton<IFinder, ChannelFinder>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        ChannelRoutes.Map(routes);
        TwilioRoutes.Map(routes);
        PushEndpoints.Map(routes);
    }
}
