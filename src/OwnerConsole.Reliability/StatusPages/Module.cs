using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>The public status page: components, incidents, maintenance and email subscriptions.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "Status page", StatusPageRoutes.Address, StatusPageRoutes.Read, 4)
            {
                Synonyms = "public status, components, maintenance, uptime, subscribers, outage",
            },
        ];

    public override void AddServices(IServiceCollection services)
    {
        services
            .AddSingleton<StatusSnapshotFile>()
            .AddSingleton<StatusSnapshots>()
            .AddHostedService(provider => provider.GetRequiredService<StatusSnapshots>())
            .AddSingleton<StatusRoutes>();
        services
            .AddSingleton(Subscriber.Tokens)
            .AddSingleton(NoticeEmails.Confirmation)
            .AddSingleton(NoticeEmails.Template)
            .AddSingleton<NoticeEmails>()
            .AddSingleton<IEraser, SubscriberEraser>()
            .AddSingleton<SubscribeLimits>()
            .AddSingleton<SubscriberKeys>()
            .AddSingleton<SubscriberRoutes>()
            .AddSingleton<SubscriberRecipients>()
            .AddSingleton<IEmailRecipientSource>(provider => provider.GetRequiredService<SubscriberRecipients>())
            .AddSingleton<IEmailPolicy>(provider => provider.GetRequiredService<SubscriberRecipients>())
            .AddRetention<SubscriberRetention>();
        services
            .AddSingleton<StatusPageRoutes>()
            .AddSingleton<IOptionSource, StatusProbeSource>()
            .AddSingleton<IOptionSource, StatusComponentSource>()
            .AddSingleton<IOptionSource, StatusIncidentSource>()
            .AddSingleton<IFinder, StatusComponentFinder>()
            .AddSingleton<IFinder, StatusNoticeFinder>()
            .AddSingleton<IFinder, StatusMaintenanceFinder>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        StatusRoutes.Map(routes);
        SubscriberRoutes.Map(routes);
        StatusPageRoutes.Map(routes);
    }
}
