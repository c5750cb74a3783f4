using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Reliability.StatusPages.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>The status page: components, incidents, maintenance and subscriptions by email and webhook. And the pages of tenants, with components that are limited to them.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "Status page", StatusPageRoutes.Address, StatusPageRoutes.Read, 4)
            {
                Synonyms = "public status, components, maintenance, uptime, subscribers, outage",
            },
        ];

    public override IEnumerable<Panel> Panels =>
        [
            new(
                "portal.plan",
                PortalAccess.StatusRead,
                11,
                (services, _, _) =>
                    Task.FromResult(services.GetRequiredService<StatusSnapshots>().IsPublic ? PageResult.Of<PortalStatusCard>() : static _ => { })
            ),
        ];

    public override void AddServices(IServiceCollection services)
    {
        services
            .AddSingleton<StatusSnapshotFile>()
            .AddSingleton<ComponentObserver>()
            .AddSingleton<StatusSnapshots>()
            .AddHostedService(provider => provider.GetRequiredService<StatusSnapshots>())
            .AddSingleton<StatusRoutes>()
            .AddSingleton(provider => new PortalOutageLink(() => provider.GetRequiredService<StatusSnapshots>().IsPublic ? StatusRoutes.Address : null));
        services
            .AddSingleton<StatusAudience>()
            .AddSingleton<StatusRecipients>()
            .AddSingleton<TenantStatusRoutes>()
            .AddSingleton<StatusWebhookPreparer>()
            .AddSingleton<IWorkHandler, StatusWebhookFanout>()
            .AddSingleton<IWorkHandler, StatusWebhookSender>();
        services
            .AddSingleton(Subscriber.Tokens)
            .AddSingleton(Subscriber.Webhooks)
            .AddSingleton(Subscriber.Erasure)
            .AddSingleton(NoticeEmails.Confirmation)
            .AddSingleton(NoticeEmails.WebhookConfirmation)
            .AddSingleton(NoticeEmails.WebhookDisabled)
            .AddSingleton(NoticeEmails.Template)
            .AddSingleton<NoticeEmails>()
            .AddSingleton<IEraser, SubscriberEraser>()
            .AddSingleton<SubscribeLimits>()
            .AddSingleton<SubscriberKeys>()
            .AddSingleton<SubscriptionRequests>()
            .AddSingleton<SubscriberRoutes>()
            .AddSingleton<SubscriptionRoutes>()
            .AddSingleton<SubscriberRecipients>()
            .AddSingleton<IEmailRecipientSource>(provider => provider.GetRequiredService<SubscriberRecipients>())
            .AddSingleton<IEmailPolicy>(provider => provider.GetRequiredService<SubscriberRecipients>())
            .AddRetention<SubscriberRetention>();
        services
            .AddSingleton<StatusPageRoutes>()
            .AddSingleton<SubscriberListRoutes>()
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
        SubscriptionRoutes.Map(routes);
        TenantStatusRoutes.Map(routes);
        SubscriberListRoutes.Map(routes);
        StatusPageRoutes.Map(routes);
    }
}
