using System.Text.Json.Nodes;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>POST /v1/subscriptions/{id}: all changes of a running subscription.</summary>
internal sealed class SubscriptionUpdate(StripeAccount account)
{
    private readonly ItemChanges _changes = new(account);

    public JsonObject Apply(JsonObject subscription, JsonObject form)
    {
        if (SubscriptionLifecycle.HasEnded(subscription) && form.Any(field => field.Key is not ("metadata" or "cancellation_details" or "expand")))
            throw StripeError.Invalid("A canceled subscription can only update its cancellation_details and metadata.", "id");
        var behavior = form.Text("proration_behavior") ?? "create_prorations";
        var change = Compute(subscription, form);
        var isInvoiced = change is not null && (change.IsReset || (behavior == "always_invoice" && change.Prorations.Count > 0));
        if (isInvoiced && form.Text("payment_behavior") == "error_if_incomplete")
            RequirePayment(subscription);
        account.Change(subscription, "customer.subscription.updated", () => Take(subscription, form, change));
        foreach (var item in change?.Prorations ?? [])
            account.InvoiceItems.Add(item);
        if (isInvoiced)
            Invoice(subscription, change!);
        if (form.Text("trial_end") == "now" && subscription.Text("status") == "trialing")
            account.Lifecycle.EndTrial(subscription);
        else if (form.ContainsKey("trial_end"))
            account.Lifecycle.AnnounceTrialEnd(subscription);
        return subscription;
    }

    /// <returns>Null if neither items nor anchor change.</returns>
    public ItemChanges.Result? Compute(JsonObject subscription, JsonObject form)
    {
        var isReset = (form.At("billing_cycle_anchor.type") ?? form.Text("billing_cycle_anchor")) == "now";
        return form.ContainsKey("items") || isReset
            ? _changes.Compute(
                subscription,
                form.Objects("items"),
                form.Number("proration_date") ?? account.Now,
                form.Text("proration_behavior") != "none",
                isReset
            )
            : null;
    }

    /// <summary>Fields that are copied without consequences.</summary>
    public static void TakePlain(JsonObject subscription, JsonObject form)
    {
        subscription.TakeTexts(form, "collection_method", "description", "default_source");
        subscription.TakeNumbers(form, "days_until_due");
        subscription.TakeMetadata(form);
        subscription.TakeObject(form, "cancellation_details", "comment", "feedback");
        if (form.Object("trial_settings").Object("end_behavior").Text("missing_payment_method") is { } missing)
            subscription["trial_settings"]!["end_behavior"]!["missing_payment_method"] = missing;
        if (form.ContainsKey("cancel_at"))
        {
            subscription["cancel_at"] = form.Number("cancel_at");
            subscription["cancel_at_period_end"] = false;
        }
    }

    public static void CancelAtPeriodEnd(JsonObject subscription, long now)
    {
        subscription["cancel_at_period_end"] = true;
        subscription["cancel_at"] = subscription.Objects("items").Max(item => item.Number("current_period_end")!.Value);
        subscription["canceled_at"] = now;
        subscription["cancellation_details"]!["reason"] = "cancellation_requested";
    }

    private void Take(JsonObject subscription, JsonObject form, ItemChanges.Result? change)
    {
        TakePlain(subscription, form);
        account.Discounts.Take(subscription, form);
        if (form.ContainsKey("default_payment_method"))
            subscription["default_payment_method"] = form.Text("default_payment_method") is { } method
                ? account.PaymentMethods.Owned(method, account.Customers.Get(subscription.Text("customer"))).Text("id")
                : null;
        if (form.ContainsKey("pause_collection"))
            subscription["pause_collection"] = form["pause_collection"] is JsonObject pause
                ? new JsonObject { ["behavior"] = pause.Text("behavior"), ["resumes_at"] = pause.Number("resumes_at") }
                : null;
        TakeCancellation(subscription, form);
        if (form.Text("trial_end") is { } end && end != "now")
            ExtendTrial(subscription, form.Number("trial_end")!.Value);
        if (change is null)
            return;
        subscription["items"]!["data"] = Json.Array(change.Items);
        if (change.IsReset)
            subscription["billing_cycle_anchor"] = change.Items[0].Number("current_period_start");
    }

    private void TakeCancellation(JsonObject subscription, JsonObject form)
    {
        if (form.ContainsKey("cancel_at") && subscription["cancel_at"] is not null)
            (subscription["canceled_at"], subscription["cancellation_details"]!["reason"]) = (account.Now, "cancellation_requested");
        if (form.Flag("cancel_at_period_end"))
            CancelAtPeriodEnd(subscription, account.Now);
        else if (
            (form.ContainsKey("cancel_at_period_end") && subscription.Flag("cancel_at_period_end"))
            || (form.ContainsKey("cancel_at") && form.Text("cancel_at") is null)
        )
        {
            (subscription["cancel_at_period_end"], subscription["cancel_at"], subscription["canceled_at"]) = (false, null, null);
            subscription["cancellation_details"]!["reason"] = null;
        }
    }

    /// <summary>A trial moves the end of the current period; time that was paid for is not credited.</summary>
    private void ExtendTrial(JsonObject subscription, long end)
    {
        if (end <= account.Now)
            throw StripeError.Invalid("trial_end must be in the future.", "trial_end");
        subscription["trial_start"] ??= account.Now;
        subscription["trial_end"] = end;
        subscription["billing_cycle_anchor"] = end;
        subscription["status"] = "trialing";
        foreach (var item in subscription.Objects("items"))
            item["current_period_end"] = end;
    }

    private void Invoice(JsonObject subscription, ItemChanges.Result change)
    {
        var lines = change.IsReset ? _changes.FullLines(subscription, subscription.Objects("items")) : [];
        var customer = account.Customers.Get(subscription.Text("customer"));
        account.Collection.Collect(account.Invoices.Draft(customer, subscription, "subscription_update", lines));
    }

    private void RequirePayment(JsonObject subscription)
    {
        var method = account.PaymentMethods.Default(account.Customers.Get(subscription.Text("customer")), subscription);
        if (method is null)
            throw StripeError.Invalid("This customer has no attached payment source or default payment method.", "customer", "resource_missing");
        if (account.PaymentMethods.Card(method).Decline is { } decline)
            throw Customers.PaymentMethods.Declined(decline);
    }
}
