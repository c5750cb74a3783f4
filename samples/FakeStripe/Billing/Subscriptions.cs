using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Endpoints of subscriptions, and their creation.</summary>
internal sealed class Subscriptions(StripeAccount account)
{
    private readonly ItemChanges _changes = new(account);
    private readonly SubscriptionUpdate _update = new(account);

    public void Map(Routes routes)
    {
        routes.Get("/v1/subscriptions", List);
        routes.Get("/v1/subscriptions/search", call => SearchQuery.Page(call, account.Store.All("subscription")));
        routes.Get("/v1/subscriptions/{id}", Of);
        routes.Post("/v1/subscriptions", call => Create(call.Form));
        routes.Post("/v1/subscriptions/{id}", call => _update.Apply(Of(call), call.Form));
        routes.Delete("/v1/subscriptions/{id}", Cancel);
        routes.Post("/v1/subscriptions/{id}/resume", call => account.Lifecycle.Resume(Of(call), call.Form));
        routes.Post("/v1/subscriptions/{id}/pause", call => account.Lifecycle.Pause(Of(call)));
        routes.Post("/v1/subscriptions/{id}/migrate", Of);
    }

    /// <summary>The time before now isn't charged, unlike at Stripe.</summary>
    private long StartOf(JsonObject form) =>
        form.Number("backdate_start_date") is not { } start ? account.Now
        : start <= account.Now ? start
        : throw StripeError.Invalid("The backdate_start_date must be in the past.", "backdate_start_date");

    public JsonObject Create(JsonObject form)
    {
        var customer = account.Customers.Get(form.Text("customer"));
        var made = account.Store.New("subscription");
        made["customer"] = customer.Text("id");
        made["test_clock"] = customer.Text("test_clock");
        made["start_date"] = StartOf(form);
        made["billing_mode"] = new JsonObject
        {
            ["flexible"] = new JsonObject(),
            ["type"] = "flexible",
            ["updated_at"] = account.Now,
        };
        SubscriptionUpdate.TakePlain(made, form);
        if (form.Text("default_payment_method") is { } method)
            made["default_payment_method"] = account.PaymentMethods.Owned(method, customer).Text("id");
        var forms = form.Objects("items");
        if (forms.Count == 0)
            throw StripeError.Invalid("Missing required param: items.", "items", "parameter_missing");
        var items = forms.Select(item => _changes.NewItem(made, item)).ToList();
        made["currency"] = items[0].At("price.currency");
        made["items"] = Json.List($"/v1/subscription_items?subscription={made.Text("id")}", items);
        account.Discounts.Take(made, form);
        Begin(made, items, form);
        if (form.Flag("cancel_at_period_end"))
            SubscriptionUpdate.CancelAtPeriodEnd(made, account.Now);
        foreach (var extra in form.Objects("add_invoice_items"))
        {
            var price = account.Prices.Of(extra, "add_invoice_items[0][price]");
            var quantity = extra.Number("quantity") ?? 1;
            account.InvoiceItems.Add(account.InvoiceItems.New(customer, price, quantity, account.Prices.Amount(price, quantity), (account.Now, account.Now)));
        }
        Start(made, customer, form.Text("payment_behavior") ?? "allow_incomplete");
        return made;
    }

    /// <summary>Sets trial, anchor and the first period.</summary>
    private void Begin(JsonObject made, List<JsonObject> items, JsonObject form)
    {
        var now = account.Now;
        var days =
            form.Number("trial_period_days")
            ?? (form.Flag("trial_from_plan") ? items[0]["price"]!.AsObject().Object("recurring").Number("trial_period_days") : null);
        var trialEnd =
            form.Text("trial_end") is "now" ? null
            : form.Number("trial_end") is { } end ? end
            : days > 0 ? now + (days * Periods.Day)
            : null;
        made["trial_start"] = trialEnd is null ? null : now;
        made["trial_end"] = trialEnd;
        var anchor = trialEnd ?? form.Number("billing_cycle_anchor") ?? now;
        made["billing_cycle_anchor"] = anchor;
        foreach (var item in items)
            ItemChanges.SetPeriod(item, now, trialEnd ?? (anchor > now ? anchor : Periods.Next(anchor, now, item["price"]!.AsObject())));
    }

    private void Start(JsonObject made, JsonObject customer, string behavior)
    {
        var isTrial = made["trial_end"] is not null;
        var isAutomatic = made.Text("collection_method") == "charge_automatically";
        var items = made.Objects("items");
        var method = account.PaymentMethods.Default(customer, made);
        if (!isTrial && isAutomatic && method is null && behavior is "allow_incomplete" or "error_if_incomplete" && items.Any(IsCharged))
            throw StripeError.Invalid("This customer has no attached payment source or default payment method.", "customer", "resource_missing");
        if (!isTrial && isAutomatic && behavior == "error_if_incomplete" && account.PaymentMethods.Card(method!).Decline is { } decline)
            throw Customers.PaymentMethods.Declined(decline);
        account.Store.Add(made);
        made["status"] =
            isTrial ? "trialing"
            : isAutomatic ? "incomplete"
            : "active";
        var lines = isTrial ? _changes.FullLines(made, items).Select(Free) : _changes.FullLines(made, items);
        var invoice = account.Invoices.Draft(customer, made, "subscription_create", lines);
        account.Collection.Finalize(invoice);
        if (invoice.Text("status") == "paid" && !isTrial)
            made["status"] = "active";
        account.Events.Emit("customer.subscription.created", made);
        if (isTrial)
            account.Lifecycle.AnnounceTrialEnd(made);
        if (invoice.Text("status") == "open" && behavior != "default_incomplete")
            account.Collection.Collect(invoice);
    }

    private JsonObject Cancel(ApiCall call)
    {
        var subscription = Of(call);
        if (SubscriptionLifecycle.HasEnded(subscription))
            throw StripeError.Missing($"No such subscription: '{call.Id}'", "id");
        subscription.TakeObject(call.Form, "cancellation_details", "comment", "feedback");
        if (call.Form.Flag("prorate"))
            foreach (var item in _changes.Compute(subscription, [], account.Now, isProrated: true, isReset: true).Prorations)
                account.InvoiceItems.Add(item);
        account.Lifecycle.End(subscription, "cancellation_requested");
        if (call.Form.Flag("invoice_now") && account.InvoiceItems.Pending(subscription.Text("customer")!, call.Id).Count > 0)
            account.Collection.Collect(account.Invoices.Draft(account.Customers.Get(subscription.Text("customer")), subscription, "subscription_update", []));
        return subscription;
    }

    private JsonObject Of(ApiCall call)
    {
        var subscription = account.Store.Get("subscription", call.Id);
        account.UseClockOf(subscription);
        return subscription;
    }

    private JsonObject List(ApiCall call)
    {
        var form = call.Form;
        var (price, clock) = (form.Text("price"), form.Text("test_clock"));
        return ListPage.Of(call, account.Store.All("subscription"), IsIn, "customer", "collection_method", "test_clock");

        bool IsIn(JsonObject subscription) =>
            HasStatus(subscription, form.Text("status"))
            && (clock is not null || form.Text("customer") is not null || subscription["test_clock"] is null)
            && (price is null || subscription.Objects("items").Any(item => item.At("price.id") == price))
            && ListPage.IsInRange(form, subscription.Objects("items")[0], "current_period_start")
            && ListPage.IsInRange(form, subscription.Objects("items")[0], "current_period_end");
    }

    /// <summary>Without a status Stripe lists everything but canceled subscriptions.</summary>
    private static bool HasStatus(JsonObject subscription, string? wanted) =>
        wanted switch
        {
            "all" => true,
            null => subscription.Text("status") != "canceled",
            "ended" => SubscriptionLifecycle.HasEnded(subscription),
            _ => subscription.Text("status") == wanted,
        };

    private bool IsCharged(JsonObject item) => account.Prices.Amount(item["price"]!.AsObject(), item.Number("quantity") ?? 0) > 0;

    private static JsonObject Free(JsonObject line)
    {
        (line["amount"], line["subtotal"]) = (0, 0);
        line["description"] = "Trial period for " + line.Text("description");
        return line;
    }
}
