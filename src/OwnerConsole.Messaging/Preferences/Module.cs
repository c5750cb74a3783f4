using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Messaging.Preferences.Pages;
using OwnerConsole.Messaging.Preferences.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>What members receive: topics, opt-outs, suppressed addresses, quiet hours and the message limit.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Settings, "Message preferences", PreferenceRoutes.Address, PreferenceRoutes.Read, 31)
            {
                Synonyms = "unsubscribe, opt-out, suppression list, quiet hours",
            },
        ];

    public override IEnumerable<Setting> Settings => PreferenceSettings.All;

    public override IEnumerable<Panel> Panels =>
        [new("portal.plan", PortalAccess.PlanRead, 9, (_, _, _) => Task.FromResult(PageResult.Of<PortalPreferencesCard>()))];

    public override void AddServices(IServiceCollection services)
    {
        services
            .AddSingleton(MessageTopic.Account)
            .AddSingleton(MessageTopic.Billing)
            .AddSingleton(MessageTopic.Usage)
            .AddSingleton(MessageTopic.News)
            .AddSingleton(MessageTopic.FeatureUpdates)
            .AddSingleton(MessageTopic.SystemAlerts);
        services
            .AddSingleton(PreferenceKey.Column)
            .AddSingleton<PreferenceKey>()
            .AddHostedService(provider => provider.GetRequiredService<PreferenceKey>())
            .AddSingleton<AddressHashes>()
            .AddSingleton<RecipientPolicy>();
        services.AddSingleton<UnsubscribeLinks>().AddSingleton<IEmailPolicy, SendPolicy>().AddSingleton<MemberPreferences>().AddSingleton<UnsubscribeRoutes>();
        services.AddSingleton<PreferenceEndpoints>().AddSingleton<PortalPreferences>().AddSingleton<SuppressionList>().AddSingleton<PreferenceRoutes>();
        services.AddSingleton<MessageTopics>().AddSingleton<IOptionSource>(provider => provider.GetRequiredService<MessageTopics>());
        services.AddSingleton<IOptionSource, TopicSource>().AddSingleton<IOptionSource, PreferenceSettings.Source>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        UnsubscribeRoutes.Map(routes);
        PreferenceEndpoints.Map(routes);
        PortalPreferences.Map(routes);
        PreferenceRoutes.Map(routes);
    }
}
