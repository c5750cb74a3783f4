using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Revenue.Billing.Attention;
using OwnerConsole.Revenue.Billing.Summaries;

namespace OwnerConsole.Revenue.Billing;

/// <summary>Billing: subscriptions, invoices, payments, refunds, disputes, customers and prices, as payment providers report them.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private static readonly SubscriptionList s_subscriptions = new();

    private static readonly InvoiceList s_invoices = new();

    private static readonly PaymentList s_payments = new();

    private static readonly CustomerList s_customers = new();

    private static readonly TenantBilling s_ofTenant = new(s_subscriptions, s_invoices, s_payments, s_customers);

    private static readonly IReadOnlyList<IBillingList> s_lists =
    [
        s_subscriptions,
        s_invoices,
        s_payments,
        new DunningList(),
        new RefundList(),
        new DisputeList(),
        s_customers,
    ];

    // The same order for all keeps them together, in the order of the list.
    public override IEnumerable<PageLink> Links =>
        s_lists
            .Select(list => list.Definition)
            .Select(list => new PageLink(Section.Revenue, list.Title, list.Address, BillingRoutes.Permission, Order: 3)
            {
                Synonyms = list.Synonyms,
                Tabs = list.Tabs,
            })
            .Append(
                new(Section.Revenue, PriceList.Title, PriceList.Address, BillingRoutes.Permission, Order: 3)
                {
                    Synonyms = "stripe prices, products, plan mapping, unmapped",
                }
            );

    public override IEnumerable<SearchEntry> SearchEntries =>
        [
            new("Failed payments", "/revenue/payments?status=failed", BillingRoutes.Permission)
            {
                Description = "Payments",
                Synonyms = "declined, dunning, failed charges",
            },
            new("Unpaid invoices", "/revenue/invoices?status=open", BillingRoutes.Permission) { Description = "Invoices", Synonyms = "open invoices, overdue" },
            new("Unmatched customers", "/revenue/customers?match=none", BillingRoutes.Permission)
            {
                Description = "Customers",
                Synonyms = "customers without tenant, unassigned",
            },
            new("Unmapped prices", PriceList.Unmapped, BillingRoutes.Permission) { Description = "Prices", Synonyms = "prices without plan, unassigned mrr" },
            new("Disputes that need a response", "/revenue/disputes?status=needs_response", BillingRoutes.Permission)
            {
                Description = "Disputes",
                Synonyms = "chargebacks, evidence due",
            },
        ];

    public override IEnumerable<Panel> Panels =>
        [
            new("tenant.billing", BillingRoutes.Permission, 10, (_, place, work) => s_ofTenant.Draw(place, work)),
            new("member.overview", BillingRoutes.Permission, 45, (services, place, work) => s_ofTenant.DrawOfMember(services, place, work)),
            new("member.actions", BillingRoutes.Permission, 20, (_, place, _) => TenantBilling.DrawRefundButton(place)),
        ];

    public override void AddServices(IServiceCollection services)
    {
        foreach (var list in s_lists)
            services.AddSingleton<IListCounter>(list);
        foreach (var rows in BillingOfMember.Rows)
            services.AddSingleton(rows);
        services
            .AddSingleton<ISubjectQuery>(new MatchingRecords("stripe_customer", s_customers))
            .AddSingleton<ISubjectQuery>(new MatchingRecords("subscription", s_subscriptions))
            .AddSingleton<ISubjectQuery>(new MatchingRecords("invoice", s_invoices))
            .AddSingleton<ISubjectQuery>(new MatchingRecords("manual_subscription", s_subscriptions))
            .AddSingleton<ISubjectQuery>(new MatchingRecords("manual_invoice", s_invoices))
            .AddSingleton<ISubjectQuery>(new MatchingRecords("payment", s_payments))
            .AddSingleton<PriceList>()
            .AddSingleton<IListCounter>(provider => provider.GetRequiredService<PriceList>())
            .AddSingleton<ISubjectQuery>(provider => new MatchingRecords("stripe_price", provider.GetRequiredService<PriceList>()))
            .AddSingleton<BillingRoutes>()
            .AddSingleton<SummaryRoutes>()
            .AddSingleton<IMetricSource, BillingMetrics>()
            .AddSingleton<IAttentionSource, OpenDisputes>()
            .AddSingleton<IAttentionSource, ExpiringCards>()
            .AddSingleton<IAttentionSource, UnmatchedCustomers>()
            .AddSingleton<IAttentionSource, UnmappedPrices>()
            .AddSingleton<IAttentionSource, DeletedCustomers>()
            .AddSingleton<IAttentionSource, UncollectibleInvoices>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        foreach (var list in s_lists)
            BillingRoutes.Map(list, routes);
        BillingRoutes.Map(routes.ServiceProvider.GetRequiredService<PriceList>(), routes);
        SummaryRoutes.Map(routes);
    }
}
