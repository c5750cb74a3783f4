using System.Globalization;
using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Credit notes reduce an open invoice, or return money of a paid one as refund or credit.</summary>
internal sealed class CreditNotes(StripeAccount account)
{
    public void Map(Routes routes)
    {
        routes.Get("/v1/credit_notes", call => ListPage.Of(call, account.Store.All("credit_note"), "customer", "invoice"));
        routes.Get("/v1/credit_notes/preview", call => New(call.Form));
        routes.Get("/v1/credit_notes/{id}", call => account.Store.Get("credit_note", call.Id));
        routes.Post("/v1/credit_notes", Create);
        routes.Post("/v1/credit_notes/{id}/void", Void);
    }

    private JsonObject Create(ApiCall call)
    {
        var made = New(call.Form);
        var invoice = account.Store.Get("invoice", made.Text("invoice"));
        var amount = made.Number("amount")!.Value;
        account.Store.Add(made);
        if (made.Text("type") == "pre_payment")
            account.Collection.Reduce(invoice, amount);
        else
            Return(made, invoice, call.Form);
        account.Events.Emit("credit_note.created", made);
        return made;
    }

    /// <returns>A credit note that is not stored: the preview, or the start.</returns>
    private JsonObject New(JsonObject form)
    {
        var invoice = account.Store.Get("invoice", form.Text("invoice"), "invoice");
        account.UseClockOf(invoice);
        var isOpen = invoice.Text("status") is "open" or "uncollectible";
        if (!isOpen && invoice.Text("status") != "paid")
            throw StripeError.Invalid("A credit note can only be created for an open or paid invoice.", "invoice");
        var lines = form.Objects("lines").Select(line => Line(invoice, line)).ToList();
        var amount = lines.Count > 0 ? lines.Sum(line => line.Number("amount")!.Value) : form.Number("amount") ?? Sum(form);
        var most = isOpen
            ? invoice.Number("amount_remaining")!.Value
            : invoice.Number("amount_paid")!.Value - invoice.Number("post_payment_credit_notes_amount")!.Value;
        if (amount < 1 || amount > most)
            throw StripeError.Invalid(
                $"The credit note amount must be between 1 and {most}.",
                "amount",
                amount > most ? "amount_too_large" : "amount_too_small"
            );
        if (!isOpen && Sum(form) != amount)
            throw StripeError.Invalid("The sum of credit amount, refund amount and out of band amount must equal the credit note amount.", "amount");
        var number = account.Store.All("credit_note").Count(note => note.Text("invoice") == invoice.Text("id")) + 1;
        var made = account.Store.New("credit_note");
        foreach (
            var name in new[]
            {
                "amount",
                "subtotal",
                "subtotal_excluding_tax",
                "total",
                "total_excluding_tax",
                isOpen ? "pre_payment_amount" : "post_payment_amount",
            }
        )
            made[name] = amount;
        made["type"] = isOpen ? "pre_payment" : "post_payment";
        made["invoice"] = invoice.Text("id");
        made["customer"] = invoice.Text("customer");
        made["currency"] = invoice.Text("currency");
        made["effective_at"] = account.Now;
        made["number"] = string.Create(CultureInfo.InvariantCulture, $"{invoice.Text("number")}-CN-{number:D2}");
        made["pdf"] = $"https://pay.stripe.com/credit_notes/{account.Options.AccountId}/{made.Text("id")}/pdf";
        made["lines"] = Json.List($"/v1/credit_notes/{made.Text("id")}/lines", lines);
        made["total_taxes"] = new JsonArray();
        made["out_of_band_amount"] = form.Number("out_of_band_amount");
        made.TakeTexts(form, "memo", "reason");
        made.TakeMetadata(form);
        return made;
    }

    private void Return(JsonObject made, JsonObject invoice, JsonObject form)
    {
        invoice["post_payment_credit_notes_amount"] = invoice.Number("post_payment_credit_notes_amount") + made.Number("amount");
        if (form.Number("credit_amount") is { } credit)
            made["customer_balance_transaction"] = account
                .Customers.Book(
                    account.Customers.Get(invoice.Text("customer")),
                    -credit,
                    invoice.Text("currency")!,
                    "credit_note",
                    booked => booked["credit_note"] = made.Text("id")
                )
                .Text("id");
        if (form.Number("refund_amount") is { } refunded)
            Add(made, account.Refunds.Create(ChargeOf(invoice), refunded, "requested_by_customer", []));
        foreach (var linked in form.Objects("refunds"))
            Add(made, account.Store.Get("refund", linked.Text("refund"), "refunds[0][refund]"), linked.Number("amount_refunded"));
        account.Events.Emit(
            "invoice.updated",
            invoice,
            new() { ["post_payment_credit_notes_amount"] = invoice.Number("post_payment_credit_notes_amount") - made.Number("amount") }
        );
    }

    private static void Add(JsonObject made, JsonObject refund, long? amount = null) =>
        made["refunds"]!
            .AsArray()
            .Add(
                new JsonObject
                {
                    ["amount_refunded"] = amount ?? refund.Number("amount"),
                    ["payment_record_refund"] = null,
                    ["refund"] = refund.Text("id"),
                    ["type"] = "refund",
                }
            );

    private JsonObject Void(ApiCall call)
    {
        var note = account.Store.Get("credit_note", call.Id);
        var invoice = account.Store.Get("invoice", note.Text("invoice"));
        if (note.Text("status") == "void" || invoice.Text("status") != "open")
            throw StripeError.Invalid("Only credit notes of open invoices can be voided, once.", "id");
        note["status"] = "void";
        note["voided_at"] = account.Now;
        account.Collection.Reduce(invoice, -note.Number("amount")!.Value);
        account.Events.Emit("credit_note.voided", note);
        return note;
    }

    private JsonObject ChargeOf(JsonObject invoice)
    {
        var payment = account
            .Store.All("invoice_payment")
            .FirstOrDefault(payment => payment.Text("invoice") == invoice.Text("id") && payment.Text("status") == "paid");
        var intent = account.Store.Find(payment?.At("payment.payment_intent"));
        return account.Store.Find(intent?.Text("latest_charge"))
            ?? throw StripeError.Invalid("The invoice has no charge that can be refunded.", "refund_amount");
    }

    private JsonObject Line(JsonObject invoice, JsonObject form)
    {
        var made = account.Store.New("credit_note_line_item");
        var quantity = form.Number("quantity") ?? 1;
        var source = form.Text("invoice_line_item") is { } id
            ? invoice.Objects("lines").FirstOrDefault(line => line.Text("id") == id)
                ?? throw StripeError.Missing($"No such invoice line item: '{id}'", "lines[0][invoice_line_item]")
            : null;
        var unit = form.Number("unit_amount") ?? (source is null ? 0 : source.Number("amount")!.Value / Math.Max(1, source.Number("quantity") ?? 1));
        made["type"] = source is null ? "custom_line_item" : "invoice_line_item";
        made["amount"] = form.Number("amount") ?? unit * quantity;
        made["quantity"] = quantity;
        made["unit_amount"] = unit;
        made["unit_amount_decimal"] = unit.ToString(CultureInfo.InvariantCulture);
        made["description"] = form.Text("description") ?? source?.Text("description");
        if (source is not null)
            made["invoice_line_item"] = source.Text("id");
        made["taxes"] = new JsonArray();
        return made;
    }

    private static long Sum(JsonObject form) =>
        (form.Number("credit_amount") ?? 0)
        + (form.Number("refund_amount") ?? 0)
        + (form.Number("out_of_band_amount") ?? 0)
        + form.Objects("refunds").Sum(refund => refund.Number("amount_refunded") ?? 0);
}
