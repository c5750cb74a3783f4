using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Revenue.Stripe.Accounts;
using OwnerConsole.Revenue.Stripe.Calls;
using OwnerConsole.Revenue.Stripe.Events;
using OwnerConsole.Revenue.Stripe.Matching;
using OwnerConsole.Revenue.Stripe.Mirror;
using OwnerConsole.Revenue.Stripe.Objects;
using OwnerConsole.Revenue.Stripe.Pages;
using OwnerConsole.Revenue.Stripe.Projection;
using OwnerConsole.Revenue.Stripe.Writes;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Stripe;

/// <summary>Stripe: connections to its accounts, received events, and a copy of the objects they are about.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const int MaxEvents = 8;

    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Settings, "Stripe", StripeRoutes.Address, StripeRoutes.Read, Order: 22)
            {
                Synonyms = "payments, billing, stripe key, restricted key, webhook secret",
            },
            new(Section.Revenue, "Stripe events", StripeEventRoutes.Address, StripeRoutes.Read, Order: 9) { Synonyms = "stripe webhooks, inbox" },
        ];

    public override IEnumerable<SearchEntry> SearchEntries =>
        [
            new("Failed Stripe events", StripeEventRoutes.Address + "?state=failed", StripeRoutes.Read)
            {
                Description = "Stripe events",
                Synonyms = "stripe errors",
            },
        ];

    public override IEnumerable<Setting> Settings => [StripeEventRetention.KeepDays];

    public override IEnumerable<EventKind> Events => [DisputeAlarm.Event];

    public override IEnumerable<Panel> Panels => [new("tenant.billing", StripeRoutes.Read, 20, DrawEvents)];

    public override void AddServices(IServiceCollection services)
    {
        foreach (var column in StripeConnection.Secrets)
            services.AddSingleton(column);
        services
            .AddSingleton(DisputeAlarm.Template)
            .AddSingleton<DisputeAlarm>()
            .AddSingleton<StripeCallCounter>()
            .AddHostedService(services => services.GetRequiredService<StripeCallCounter>())
            .AddSingleton<StripeClients>()
            .AddSingleton<IHealthTrendSource, StripeCallTrends>()
            .AddSingleton<IHealthTrendSource, WebhookDelayTrends>()
            .AddSingleton<IHealthSource, StripeHealthSource>()
            .AddSingleton<IHealthNumberSource, WebhookDelayNumbers>()
            .AddSingleton<IWatchedNumberSource, WatchedWebhookDelay>()
            .AddSingleton<ConnectionCache>()
            .AddSingleton<StripeRoutes>()
            .AddSingleton<IWorkHandler, ConnectionCheck>()
            .AddSingleton<StripeWebhook>()
            .AddSingleton<Public.StripeComparer>()
            .AddSingleton<StripeEventRoutes>()
            .AddSingleton<StripeEventExport>()
            .AddSingleton<CopiedObjectRoutes>()
            .AddSingleton<ISubjectQuery, MatchingStripeEvents>()
            .AddSingleton<ISubjectQuery, MatchingSlaCustomers>()
            .AddSingleton(SlaCredits.OfAll)
            .AddSingleton<IAttentionSource, StripeAttentionSource>()
            .AddRetention<StripeEventRetention>()
            .AddSingleton<IWorkHandler, ObjectReader>()
            .AddSingleton<IWorkHandler, CustomerReader>()
            .AddSingleton<IWorkHandler, FailedPaymentReads>()
            .AddSingleton<IWorkHandler, Backfill>()
            .AddSingleton<IWorkHandler, BillingProjector>()
            .AddSingleton<IWorkHandler, MatchChecker>()
            .AddSingleton<RequestEffects>()
            .AddSingleton<IWorkHandler, StripeWriter>()
            .AddSingleton<ProrationPreview>()
            .AddSingleton<IOptionSource, StripePriceSource>()
            .AddSingleton<IOptionSource, StripeCouponSource>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        StripeRoutes.Map(routes);
        StripeWebhook.Map(routes);
        StripeEventRoutes.Map(routes);
        CopiedObjectRoutes.Map(routes);
    }

    private static async Task<RenderFragment> DrawEvents(IServiceProvider services, PanelPlace place, UnitOfWork work) =>
        PageResult.Of<TenantStripeEventsPanel>((nameof(TenantStripeEventsPanel.Events), await StripeEvents.OfTenant(place.Id, MaxEvents, work)));
}
