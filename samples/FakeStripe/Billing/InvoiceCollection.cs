using System.Globalization;
using System.Text.Json.Nodes;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Open invoices: finalization, payment, retries, and the other ends.</summary>
internal sealed class InvoiceCollection(StripeAccount account)
{
    /// <summary>Opens a draft. It is paid at once if nothing is due.</summary>
    public JsonObject Finalize(JsonObject invoice)
    {
        if (invoice.Text("status") != "draft")
            throw StripeError.Invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.", "invoice", "invoice_not_editable");
        var customer = account.Customers.Get(invoice.Text("customer"));
        account.Invoices.Total(invoice, customer.Number("balance")!.Value);
        var (id, sequence) = (invoice.Text("id")!, customer.Number("next_invoice_sequence")!.Value);
        customer["next_invoice_sequence"] = sequence + 1;
        invoice["number"] ??= string.Create(CultureInfo.InvariantCulture, $"{customer.Text("invoice_prefix")}-{sequence:D4}");
        invoice["status"] = "open";
        invoice["effective_at"] = account.Now;
        invoice["automatically_finalizes_at"] = null;
        invoice["hosted_invoice_url"] = $"https://invoice.stripe.com/i/{account.Options.AccountId}/{id}";
        invoice["invoice_pdf"] = $"https://pay.stripe.com/invoice/{account.Options.AccountId}/{id}/pdf";
        invoice["status_transitions"]!["finalized_at"] = account.Now;
        if (invoice.Text("collection_method") == "send_invoice")
            invoice["due_date"] ??= account.Now + ((account.Invoices.SubscriptionOf(invoice)?.Number("days_until_due") ?? 30) * Periods.Day);
        UseBalance(invoice, customer);
        if (invoice.Number("amount_due") > 0)
            Expect(invoice);
        account.Events.Emit("invoice.finalized", invoice);
        if (invoice.Number("amount_due") == 0)
            MarkPaid(invoice);
        return invoice;
    }

    /// <summary>Finalizes a draft and charges it, or sends it.</summary>
    public JsonObject Collect(JsonObject invoice)
    {
        if (invoice.Text("status") == "draft")
            Finalize(invoice);
        if (invoice.Text("status") == "open" && invoice.Text("collection_method") == "charge_automatically")
            Attempt(invoice, null);
        else if (invoice.Text("status") == "open")
            account.Events.Emit("invoice.sent", invoice);
        return invoice;
    }

    /// <summary>POST /pay: an error of the card is the answer.</summary>
    public JsonObject Pay(JsonObject invoice, JsonObject form)
    {
        if (invoice.Text("status") == "draft")
            Finalize(invoice);
        if (invoice.Text("status") == "paid" && invoice.Number("amount_due") > 0)
            throw StripeError.Invalid("Invoice is already paid", "invoice", "invoice_already_paid");
        if (invoice.Text("status") is "void")
            throw StripeError.Invalid("This invoice is voided.", "invoice", "invoice_not_editable");
        if (form.Flag("paid_out_of_band"))
            return MarkPaid(invoice);
        if (invoice.Text("status") != "paid" && Attempt(invoice, form.Text("payment_method") ?? form.Text("source")) is { } refusal)
            throw refusal;
        return invoice;
    }

    /// <returns>Null if the invoice was paid.</returns>
    public StripeError? Attempt(JsonObject invoice, string? methodId)
    {
        var (customer, subscription) = (account.Customers.Get(invoice.Text("customer")), account.Invoices.SubscriptionOf(invoice));
        var intent = IntentOf(invoice);
        var method = methodId ?? account.PaymentMethods.Default(customer, invoice, subscription);
        invoice["attempted"] = true;
        invoice["attempt_count"] = invoice.Number("attempt_count") + 1;
        var refusal = method is null
            ? StripeError.Invalid("This customer has no attached payment source or default payment method.", "customer", "resource_missing")
            : account.PaymentIntents.Confirm(intent, account.PaymentMethods.Resolve(method));
        if (refusal is null)
            MarkPaid(invoice);
        else
            Failed(invoice, subscription, refusal);
        return refusal;
    }

    public JsonObject Send(JsonObject invoice)
    {
        if (invoice.Text("status") == "draft")
            Finalize(invoice);
        account.Events.Emit("invoice.sent", invoice);
        return invoice;
    }

    public JsonObject Void(JsonObject invoice) => Close(invoice, "void", "voided_at", "invoice.voided");

    public JsonObject MarkUncollectible(JsonObject invoice) => Close(invoice, "uncollectible", "marked_uncollectible_at", "invoice.marked_uncollectible");

    /// <summary>Reduces what is due, by a credit note. Nothing left means paid.</summary>
    public void Reduce(JsonObject invoice, long amount)
    {
        invoice["pre_payment_credit_notes_amount"] = invoice.Number("pre_payment_credit_notes_amount") + amount;
        invoice["amount_due"] = invoice.Number("amount_due") - amount;
        invoice["amount_remaining"] = invoice.Number("amount_remaining") - amount;
        if (IntentOf(invoice) is { } intent && invoice.Number("amount_remaining") > 0)
            intent["amount"] = invoice.Number("amount_remaining");
        account.Events.Emit("invoice.updated", invoice, new() { ["amount_remaining"] = invoice.Number("amount_remaining") + amount });
        if (invoice.Text("status") == "open" && invoice.Number("amount_remaining") == 0)
            MarkPaid(invoice);
    }

    /// <summary>Next retry of an automatic invoice; null after the last.</summary>
    private long? NextAttempt(JsonObject invoice)
    {
        var retries = account.Options.RetryDays;
        var failed = (int)invoice.Number("attempt_count")!.Value;
        return account.Invoices.SubscriptionOf(invoice) is { } subscription && subscription.Text("status") != "incomplete" && failed <= retries.Count
            ? account.Now + (retries[failed - 1] * Periods.Day)
            : null;
    }

    private void Failed(JsonObject invoice, JsonObject? subscription, StripeError refusal)
    {
        invoice["next_payment_attempt"] = NextAttempt(invoice);
        invoice["auto_advance"] = invoice["next_payment_attempt"] is not null;
        if (refusal.Code == "authentication_required")
            account.Events.Emit("invoice.payment_action_required", invoice);
        account.Events.Emit("invoice.payment_failed", invoice);
        if (subscription is not null)
            account.Lifecycle.PaymentFailed(subscription, isFinal: invoice["next_payment_attempt"] is null);
    }

    private JsonObject MarkPaid(JsonObject invoice)
    {
        var due = invoice.Number("amount_due")!.Value;
        invoice["status"] = "paid";
        invoice["attempted"] = true;
        invoice["auto_advance"] = false;
        invoice["amount_paid"] = due;
        invoice["amount_remaining"] = 0;
        invoice["next_payment_attempt"] = null;
        invoice["status_transitions"]!["paid_at"] = account.Now;
        account.Events.Emit("invoice.paid", invoice);
        account.Events.Emit("invoice.payment_succeeded", invoice);
        foreach (var payment in PaymentsOf(invoice))
            if (account.Store.Find(payment.At("payment.payment_intent"))?.Text("status") == "succeeded")
            {
                payment["status"] = "paid";
                payment["amount_paid"] = due;
                payment["status_transitions"]!["paid_at"] = account.Now;
                account.Events.Emit("invoice_payment.paid", payment);
            }
            else
                Cancel(payment);
        if (account.Invoices.SubscriptionOf(invoice) is { } subscription)
            account.Lifecycle.Paid(subscription, invoice);
        return invoice;
    }

    /// <summary>Books the part of the customer's balance that the invoice uses or adds.</summary>
    private void UseBalance(JsonObject invoice, JsonObject customer)
    {
        var used = invoice.Number("amount_due")!.Value - invoice.Number("total")!.Value;
        invoice["ending_balance"] = customer.Number("balance") - used;
        if (used != 0)
            account.Customers.Book(customer, -used, invoice.Text("currency")!, "applied_to_invoice", booked => booked["invoice"] = invoice.Text("id"));
    }

    private void Expect(JsonObject invoice)
    {
        var intent = account.PaymentIntents.New(
            invoice.Number("amount_due")!.Value,
            invoice.Text("currency")!,
            invoice.Text("customer"),
            invoice.Text("billing_reason")
        );
        intent["payment_details"] = new JsonObject { ["customer_reference"] = null, ["order_reference"] = invoice.Text("id") };
        var payment = account.Store.New("invoice_payment");
        payment["amount_requested"] = invoice.Number("amount_due");
        payment["currency"] = invoice.Text("currency");
        payment["invoice"] = invoice.Text("id");
        payment["is_default"] = true;
        payment["payment"] = new JsonObject { ["payment_intent"] = intent.Text("id"), ["type"] = "payment_intent" };
        account.Store.Add(payment);
    }

    private JsonObject Close(JsonObject invoice, string status, string at, string eventType)
    {
        if (invoice.Text("status") is not ("open" or "uncollectible") || invoice.Text("status") == status)
            throw StripeError.Invalid(
                $"You can only change the status of open or uncollectible invoices; this one is {invoice.Text("status")}.",
                "invoice",
                "invoice_not_editable"
            );
        invoice["status"] = status;
        invoice["auto_advance"] = false;
        invoice["next_payment_attempt"] = null;
        invoice["status_transitions"]![at] = account.Now;
        if (status == "void")
        {
            foreach (var payment in PaymentsOf(invoice))
                Cancel(payment);
            var used = invoice.Number("total") - invoice.Number("amount_due") - invoice.Number("pre_payment_credit_notes_amount");
            if (used > 0)
                account.Customers.Book(
                    account.Customers.Get(invoice.Text("customer")),
                    -used.Value,
                    invoice.Text("currency")!,
                    "unapplied_from_invoice",
                    booked => booked["invoice"] = invoice.Text("id")
                );
        }
        account.Events.Emit(eventType, invoice);
        return invoice;
    }

    private void Cancel(JsonObject payment)
    {
        payment["status"] = "canceled";
        payment["status_transitions"]!["canceled_at"] = account.Now;
        if (account.Store.Find(payment.At("payment.payment_intent")) is { } intent)
            account.PaymentIntents.Cancel(intent, "void_invoice");
    }

    private JsonObject IntentOf(JsonObject invoice) => account.Store.Find(PaymentsOf(invoice)[0].At("payment.payment_intent"))!;

    private IReadOnlyList<JsonObject> PaymentsOf(JsonObject invoice) =>
        [.. account.Store.All("invoice_payment").Where(payment => payment.Text("invoice") == invoice.Text("id"))];
}
