using System.Text.Json.Nodes;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Changes of a subscription's status by payments, trials, pauses and cancellation.</summary>
internal sealed class SubscriptionLifecycle(StripeAccount account)
{
    private const string Updated = "customer.subscription.updated";
    private const long TrialNotice = 3 * Periods.Day;

    private readonly ItemChanges _changes = new(account);
    private readonly HashSet<(string?, long?)> _announced = [];

    public static bool HasEnded(JsonObject subscription) => subscription.Text("status") is "canceled" or "incomplete_expired";

    /// <summary>A paid invoice revives the subscription unless an older one is still open.</summary>
    public void Paid(JsonObject subscription, JsonObject invoice)
    {
        if (subscription.Text("status") is not ("incomplete" or "past_due" or "unpaid"))
            return;
        if (subscription.Text("latest_invoice") == invoice.Text("id") || !account.Store.All("invoice").Any(IsOpen))
            account.Change(subscription, Updated, () => subscription["status"] = "active");

        bool IsOpen(JsonObject other) =>
            other.Text("status") == "open" && other.Flag("attempted") && other.At("parent.subscription_details.subscription") == subscription.Text("id");
    }

    /// <param name="isFinal">True after the last retry.</param>
    public void PaymentFailed(JsonObject subscription, bool isFinal)
    {
        if (subscription.Text("status") is not ("active" or "trialing" or "past_due"))
            return;
        var after = isFinal ? account.Options.AfterRetries : "past_due";
        if (after == "canceled")
            End(subscription, "payment_failed");
        else
            account.Change(subscription, Updated, () => subscription["status"] = after);
    }

    public JsonObject End(JsonObject subscription, string reason)
    {
        subscription["status"] = "canceled";
        subscription["canceled_at"] ??= account.Now;
        subscription["ended_at"] = account.Now;
        subscription["cancellation_details"]!["reason"] ??= reason;
        foreach (var invoice in account.Store.All("invoice").Where(one => one.At("parent.subscription_details.subscription") == subscription.Text("id")))
            if (invoice.Text("status") is "draft" or "open")
                (invoice["auto_advance"], invoice["next_payment_attempt"]) = (false, null);
        account.Schedules.SubscriptionEnded(subscription);
        account.Events.Emit("customer.subscription.deleted", subscription);
        return subscription;
    }

    public void Expire(JsonObject subscription)
    {
        account.Change(subscription, Updated, () => (subscription["status"], subscription["ended_at"]) = ("incomplete_expired", account.Now));
        if (account.Store.Find(subscription.Text("latest_invoice")) is { } invoice && invoice.Text("status") == "open")
            account.Collection.Void(invoice);
    }

    /// <summary>Three days before the end of a trial, or at once if it ends sooner.</summary>
    public void AnnounceTrialEnd(JsonObject subscription)
    {
        if (TrialNoticeAt(subscription) is { } at && at <= account.Now && _announced.Add((subscription.Text("id"), subscription.Number("trial_end"))))
            account.Events.Emit("customer.subscription.trial_will_end", subscription);
    }

    /// <returns>Null if the subscription is not in a trial or its end was announced.</returns>
    public long? TrialNoticeAt(JsonObject subscription) =>
        subscription.Text("status") == "trialing" && !_announced.Contains((subscription.Text("id"), subscription.Number("trial_end")))
            ? subscription.Number("trial_end") - TrialNotice
            : null;

    /// <summary>Starts the first paid period now, or cancels or pauses if no payment method is known and the subscription says so.</summary>
    public void EndTrial(JsonObject subscription)
    {
        var customer = account.Customers.Get(subscription.Text("customer"));
        var missing = subscription.At("trial_settings.end_behavior.missing_payment_method");
        var isAutomatic = subscription.Text("collection_method") == "charge_automatically";
        if (isAutomatic && missing is "cancel" or "pause" && account.PaymentMethods.Default(customer, subscription) is null)
        {
            subscription["trial_end"] = account.Now;
            if (missing == "cancel")
                End(subscription, "cancellation_requested");
            else
                Pause(subscription);
            return;
        }
        account.Change(
            subscription,
            Updated,
            () =>
            {
                subscription["trial_end"] = account.Now;
                subscription["status"] = "active";
                StartPeriod(subscription);
            }
        );
        Invoice(subscription, "subscription_cycle");
    }

    public JsonObject Pause(JsonObject subscription)
    {
        if (subscription.Text("status") is not ("active" or "trialing" or "past_due"))
            throw StripeError.Invalid($"A subscription with the status {subscription.Text("status")} can't be paused.", "subscription");
        var previous = new JsonObject { ["status"] = subscription.Text("status") };
        subscription["status"] = "paused";
        account.Events.Emit(Updated, subscription, previous);
        account.Events.Emit("customer.subscription.paused", subscription);
        return subscription;
    }

    public JsonObject Resume(JsonObject subscription, JsonObject form)
    {
        if (subscription.Text("status") != "paused")
            throw StripeError.Invalid("Only paused subscriptions can be resumed.", "subscription");
        var isNew =
            form.At("billing_cycle_anchor.type") != "unchanged" || subscription.Objects("items").Any(item => item.Number("current_period_end") <= account.Now);
        account.Change(
            subscription,
            Updated,
            () =>
            {
                subscription["status"] = "active";
                if (isNew)
                    StartPeriod(subscription);
            }
        );
        account.Events.Emit("customer.subscription.resumed", subscription);
        if (isNew)
            Invoice(subscription, "subscription_update");
        return subscription;
    }

    private void StartPeriod(JsonObject subscription)
    {
        subscription["billing_cycle_anchor"] = account.Now;
        foreach (var item in subscription.Objects("items"))
            ItemChanges.SetPeriod(item, account.Now, Periods.Next(account.Now, account.Now, item["price"]!.AsObject()));
    }

    private void Invoice(JsonObject subscription, string reason)
    {
        var customer = account.Customers.Get(subscription.Text("customer"));
        account.Collection.Collect(account.Invoices.Draft(customer, subscription, reason, _changes.FullLines(subscription, subscription.Objects("items"))));
    }
}
