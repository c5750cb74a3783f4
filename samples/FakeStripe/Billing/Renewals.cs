using System.Text.Json.Nodes;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>What time does to subscriptions and invoices: new periods, ends of trials, cancellations, finalization, retries, overdue invoices.</summary>
internal sealed class Renewals(StripeAccount account)
{
    private const long DraftLife = Periods.Hour;
    private const long IncompleteLife = 23 * Periods.Hour;

    private readonly ItemChanges _changes = new(account);
    private readonly HashSet<string> _overdue = [];

    /// <param name="clockId">Test clock; null for resources that follow the account.</param>
    /// <returns>The next step of each resource; of two steps at one time the first wins.</returns>
    public IEnumerable<(long? At, Action Run)> Due(string? clockId)
    {
        foreach (var subscription in account.Store.All("subscription"))
            if (subscription.Text("test_clock") == clockId && !SubscriptionLifecycle.HasEnded(subscription))
                foreach (var step in Of(subscription))
                    yield return step;
        foreach (var invoice in account.Store.All("invoice"))
            if (invoice.Text("test_clock") == clockId && invoice.Text("status") is "draft" or "open")
                yield return Of(invoice, invoice.Text("id")!);
    }

    private IEnumerable<(long? At, Action Run)> Of(JsonObject subscription)
    {
        var status = subscription.Text("status");
        yield return (subscription.Number("cancel_at"), () => account.Lifecycle.End(subscription, "cancellation_requested"));
        yield return (subscription.Object("pause_collection").Number("resumes_at"), () => ResumeCollection(subscription));
        if (status == "incomplete")
            yield return (subscription.Number("created") + IncompleteLife, () => account.Lifecycle.Expire(subscription));
        if (status == "trialing")
        {
            yield return (account.Lifecycle.TrialNoticeAt(subscription), () => account.Lifecycle.AnnounceTrialEnd(subscription));
            yield return (subscription.Number("trial_end"), () => account.Lifecycle.EndTrial(subscription));
        }
        if (status is "active" or "past_due" or "unpaid")
            yield return (subscription.Objects("items").Min(item => item.Number("current_period_end")), () => Renew(subscription));
    }

    private (long? At, Action Run) Of(JsonObject invoice, string id)
    {
        if (invoice.Text("status") == "draft")
            return (invoice.Flag("auto_advance") ? invoice.Number("automatically_finalizes_at") : null, () => account.Collection.Collect(invoice));
        if (invoice.Text("collection_method") == "charge_automatically")
            return (invoice.Number("next_payment_attempt"), () => account.Collection.Attempt(invoice, null));
        return (_overdue.Contains(id) ? null : invoice.Number("due_date"), () => Overdue(invoice, id));
    }

    private void Renew(JsonObject subscription)
    {
        var customer = account.Customers.Get(subscription.Text("customer"));
        var end = subscription.Objects("items").Min(item => item.Number("current_period_end")!.Value);
        var due = subscription.Objects("items").Where(item => item.Number("current_period_end") == end).ToList();
        var start = due.Min(item => item.Number("current_period_start")!.Value);
        account.Change(
            subscription,
            "customer.subscription.updated",
            () =>
            {
                foreach (var item in due)
                    ItemChanges.SetPeriod(item, end, Periods.Next(subscription.Number("billing_cycle_anchor")!.Value, end, item["price"]!.AsObject()));
            }
        );
        var invoice = account.Invoices.Draft(customer, subscription, "subscription_cycle", _changes.FullLines(subscription, due));
        (invoice["period_start"], invoice["period_end"]) = (start, end);
        var paused = subscription.At("pause_collection.behavior");
        if (subscription.Text("status") == "unpaid" || paused == "keep_as_draft")
            return;
        invoice["auto_advance"] = true;
        invoice["automatically_finalizes_at"] = account.Now + DraftLife;
        if (paused is null)
            return;
        account.Collection.Finalize(invoice);
        if (invoice.Text("status") != "open")
            return;
        if (paused == "void")
            account.Collection.Void(invoice);
        else
            account.Collection.MarkUncollectible(invoice);
    }

    private void ResumeCollection(JsonObject subscription) =>
        account.Change(subscription, "customer.subscription.updated", () => subscription["pause_collection"] = null);

    private void Overdue(JsonObject invoice, string id)
    {
        _overdue.Add(id);
        account.Events.Emit("invoice.overdue", invoice);
        if (account.Invoices.SubscriptionOf(invoice) is { } subscription)
            account.Lifecycle.PaymentFailed(subscription, isFinal: false);
    }
}
