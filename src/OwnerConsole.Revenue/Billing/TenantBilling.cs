using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Revenue.Billing.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Billing;

/// <summary>Customers, subscriptions, latest invoices and latest payments of one tenant, for its page.</summary>
public sealed class TenantBilling(SubscriptionList subscriptions, InvoiceList invoices, PaymentList payments, CustomerList customers)
{
    private const int MaxListed = 5;

    /// <summary>Permission to see credits.</summary>
    private const string CreditRead = "tenant.read";

    public async Task<RenderFragment> Draw(PanelPlace place, UnitOfWork work)
    {
        var filter = new BillingFilter(await Modes.Shown(place.Caller, work), TenantId: place.Id, OnlyTenant: place.Caller.OnlyTenant, Limit: MaxListed)
        {
            IsByTime = true,
        };
        return PageResult.Of<TenantBillingPanel>(
            (nameof(TenantBillingPanel.Place), place),
            (nameof(TenantBillingPanel.Mode), filter.Mode),
            (nameof(TenantBillingPanel.Customers), await customers.Find(filter with { Limit = ListLimit }, work)),
            (nameof(TenantBillingPanel.Subscriptions), await subscriptions.Find(filter with { Limit = ListLimit }, work)),
            (nameof(TenantBillingPanel.Invoices), await invoices.Find(filter, work)),
            (nameof(TenantBillingPanel.Payments), await payments.Find(filter, work))
        );
    }

    /// <summary>Draws the latest payments of a member's tenant, each with the credits that it bought and its refund.</summary>
    public async Task<RenderFragment> DrawOfMember(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var tenantId = (await SubjectResolver.Member(place, work)).TenantId;
        var filter = new BillingFilter(await Modes.Of(tenantId, work), TenantId: tenantId, OnlyTenant: place.Caller.OnlyTenant, Limit: MaxListed)
        {
            IsByTime = true,
        };
        var latest = (await payments.Find(filter, work)).Data;
        var bought = new List<BoughtCredits>();
        foreach (var ledger in services.GetServices<IBoughtCredits>().Where(_ => place.Caller.CanRead(CreditRead))) // one, or none without limits
            bought.AddRange(await ledger.ListBought(tenantId, [.. latest.Select(payment => payment.Id)], work));
        return PageResult.Of<MemberPaymentsPanel>(
            (nameof(MemberPaymentsPanel.TenantId), tenantId),
            (nameof(MemberPaymentsPanel.Payments), latest),
            (nameof(MemberPaymentsPanel.Bought), bought),
            (nameof(MemberPaymentsPanel.Place), place)
        );
    }

    /// <summary>Draws the link on a member's card to the payments that can be refunded.</summary>
    public static Task<RenderFragment> DrawRefundButton(PanelPlace place) =>
        Task.FromResult(PageResult.Of<MemberRefundButton>((nameof(MemberRefundButton.Caller), place.Caller)));

    /// <summary>A tenant seldom has more customers or subscriptions; the lists show all.</summary>
    private const int ListLimit = 20;
}
