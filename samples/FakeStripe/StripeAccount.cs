using System.Text.Json;
using System.Text.Json.Nodes;
using FakeStripe.Billing;
using FakeStripe.Catalogue;
using FakeStripe.Customers;
using FakeStripe.Http;
using FakeStripe.Payments;
using FakeStripe.State;
using FakeStripe.Webhooks;

namespace FakeStripe;

/// <summary>State and behaviour of one Stripe account. One request or step of the clock runs at a time.</summary>
internal sealed class StripeAccount
{
    private readonly Lock _gate = new();
    private JsonObject? _testClock;

    public StripeAccount(FakeStripeOptions options, WebhookSender sender)
    {
        Options = options;
        Clock = new(options, Run);
        Store = new(options.IsLive, () => Now);
        Events = new(this, sender);
        Profile = new(this);
        Products = new(this);
        Prices = new(this);
        Coupons = new(this);
        Discounts = new(this);
        Customers = new(this);
        PaymentMethods = new(this);
        PaymentIntents = new(this);
        Charges = new(this);
        Refunds = new(this);
        Disputes = new(this);
        Invoices = new(this);
        InvoiceItems = new(this);
        Collection = new(this);
        CreditNotes = new(this);
        Subscriptions = new(this);
        SubscriptionItems = new(this);
        Lifecycle = new(this);
        Renewals = new(this);
        Schedules = new(this);
        Previews = new(this);
        Sessions = new(this);
        TestClocks = new(this);
        TimeLine = new(this);
    }

    public FakeStripeOptions Options { get; }
    public StripeClock Clock { get; }
    public Store Store { get; }
    public EventLog Events { get; }
    public AccountProfile Profile { get; }
    public Products Products { get; }
    public Prices Prices { get; }
    public Coupons Coupons { get; }
    public Discounts Discounts { get; }
    public CustomerAccounts Customers { get; }
    public PaymentMethods PaymentMethods { get; }
    public PaymentIntents PaymentIntents { get; }
    public Charges Charges { get; }
    public Refunds Refunds { get; }
    public Disputes Disputes { get; }
    public Invoices Invoices { get; }
    public InvoiceItems InvoiceItems { get; }
    public InvoiceCollection Collection { get; }
    public CreditNotes CreditNotes { get; }
    public Subscriptions Subscriptions { get; }
    public SubscriptionItems SubscriptionItems { get; }
    public SubscriptionLifecycle Lifecycle { get; }
    public Renewals Renewals { get; }
    public Schedules Schedules { get; }
    public InvoicePreviews Previews { get; }
    public CheckoutSessions Sessions { get; }
    public TestClocks TestClocks { get; }
    public TimeLine TimeLine { get; }

    /// <summary>Unix time of the account, or of the test clock that the current request or step concerns.</summary>
    public long Now => _testClock?.Number("frozen_time") ?? Clock.Seconds;

    /// <summary>Request that is being handled; null in steps of the clock.</summary>
    public ApiCall? Call { get; private set; }

    public Routes Routes()
    {
        var routes = new Routes();
        foreach (
            var map in new Action<Routes>[]
            {
                Profile.Map,
                Events.Map,
                Products.Map,
                Prices.Map,
                Coupons.Map,
                Discounts.Map,
                Customers.Map,
                PaymentMethods.Map,
                PaymentIntents.Map,
                Charges.Map,
                Refunds.Map,
                Disputes.Map,
                Invoices.Map,
                InvoiceItems.Map,
                CreditNotes.Map,
                Subscriptions.Map,
                SubscriptionItems.Map,
                Schedules.Map,
                Previews.Map,
                Sessions.Map,
                TestClocks.Map,
            }
        )
            map(routes);
        return routes;
    }

    /// <returns>The state, as <see cref="Load"/> reads it.</returns>
    public byte[] Save() =>
        Locked(() => JsonSerializer.SerializeToUtf8Bytes(new SavedState(Store.Seed, Store.Last, Store.Resources, PaymentMethods.Cards, Prices.AllTiers)));

    public void Load(byte[] saved)
    {
        var state = JsonSerializer.Deserialize<SavedState>(saved)!; // written by Save
        Store.Load(state);
        PaymentMethods.Load(state.Cards);
        Prices.Load(state.Tiers);
    }

    public T Do<T>(ApiCall call, Func<T> work) =>
        Locked(() =>
        {
            Call = call;
            return work();
        });

    public void Locked(Action work) =>
        Locked(() =>
        {
            work();
            return true;
        });

    private void Run(long until) => Locked(() => TimeLine.Run(null, until));

    /// <summary>Runs test actions and requests one after the other.</summary>
    public T Locked<T>(Func<T> work)
    {
        lock (_gate)
            try
            {
                return work();
            }
            finally
            {
                Call = null;
                _testClock = null;
            }
    }

    /// <summary>Uses the test clock of a customer, subscription or invoice, if it has one.</summary>
    public void UseClockOf(JsonObject resource) => UseClock(Store.Find(resource.Text("test_clock")));

    public void UseClock(JsonObject? testClock) => _testClock = testClock;

    /// <summary>Changes a stored resource and emits an event with the old values of what changed; no event if nothing did.</summary>
    public JsonObject Change(JsonObject resource, string eventType, Action change)
    {
        var before = resource.Copy();
        change();
        if (Changes.Between(before, resource) is { Count: > 0 } previous)
            Events.Emit(eventType, resource, previous);
        return resource;
    }

    /// <returns>A field that the resource has only when it is expanded; null for other fields.</returns>
    public JsonNode? Included(JsonObject resource, string name)
    {
        var id = resource.Text("id") ?? "";
        return (resource.Text("object"), name) switch
        {
            ("price", "tiers") => Json.Array(Prices.Tiers(id).Select(tier => tier.Copy())),
            ("invoice", "payments") => List($"/v1/invoice_payments?invoice={id}", "invoice_payment", payment => payment.Text("invoice") == id),
            ("charge", "refunds") => List($"/v1/charges/{id}/refunds", "refund", refund => refund.Text("charge") == id),
            ("customer", "subscriptions") => List(
                $"/v1/customers/{id}/subscriptions",
                "subscription",
                subscription => subscription.Text("customer") == id && subscription.Text("status") != "canceled"
            ),
            _ => null,
        };
    }

    private JsonObject List(string url, string type, Func<JsonObject, bool> isIn) => Json.List(url, Store.All(type).Where(isIn).Select(one => one.Copy()));
}
