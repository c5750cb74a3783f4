using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Payments;

/// <summary>Checkout and billing portal sessions. The hosted payment page is replaced by its confirmation endpoint.</summary>
internal sealed class CheckoutSessions(StripeAccount account)
{
    private const string Type = "checkout.session";
    private const long Lifetime = 86_400;

    private readonly Dictionary<string, JsonObject> _forms = [];

    public void Map(Routes routes)
    {
        routes.Get("/v1/checkout/sessions", call => ListPage.Of(call, account.Store.All(Type), "customer", "payment_intent", "subscription", "status"));
        routes.Get("/v1/checkout/sessions/{id}", call => account.Store.Get(Type, call.Id));
        routes.Post("/v1/checkout/sessions", Create);
        routes.Get("/v1/payment_pages/{id}", call => account.Store.Get(Type, call.Id));
        routes.Post("/v1/payment_pages/{id}/confirm", call => Complete(account.Store.Get(Type, call.Id), call.Form.Text("payment_method") ?? "pm_card_visa"));
        routes.Post("/v1/billing_portal/sessions", CreatePortal);
    }

    public IEnumerable<(long? At, Action Run)> Due() =>
        account
            .Store.All(Type)
            .Where(session => session.Text("status") == "open")
            .Select(session => (session.Number("expires_at"), (Action)(() => Expire(session))));

    private JsonObject Create(ApiCall call)
    {
        var form = call.Form;
        var made = account.Store.New(Type);
        var lines = form.Objects("line_items")
            .Select(line => (Price: account.Prices.Of(line, "line_items[0][price]"), Quantity: line.Number("quantity") ?? 1))
            .ToList();
        var total = lines.Sum(line => account.Prices.Amount(line.Price, line.Quantity));
        made["mode"] = form.Text("mode") ?? "payment";
        made["currency"] = lines.Count > 0 ? lines[0].Price.Text("currency") : form.Text("currency");
        made["amount_subtotal"] = lines.Count > 0 ? total : null;
        made["amount_total"] = lines.Count > 0 ? total : null;
        made["total_details"] = new JsonObject
        {
            ["amount_discount"] = 0,
            ["amount_shipping"] = 0,
            ["amount_tax"] = 0,
        };
        made["payment_method_types"] = new JsonArray("card");
        made["expires_at"] = form.Number("expires_at") ?? account.Now + Lifetime;
        made["url"] = $"https://checkout.stripe.com/c/pay/{made.Text("id")}";
        made.TakeTexts(form, "customer", "customer_email", "client_reference_id", "success_url", "cancel_url", "locale");
        made.TakeMetadata(form);
        _forms[made.Text("id")!] = form;
        return account.Store.Add(made);
    }

    private JsonObject Complete(JsonObject session, string methodId)
    {
        if (session.Text("status") != "open")
            throw StripeError.Invalid($"This Checkout Session is {session.Text("status")}.", "session");
        var (method, form) = (account.PaymentMethods.Resolve(methodId), _forms[session.Text("id")!]);
        var customer = session.Text("customer") is { } id ? account.Store.Get("customer", id) : null;
        if (session.Text("mode") == "subscription")
        {
            customer ??= account.Customers.Create(new() { ["email"] = session.Text("customer_email") ?? method.At("billing_details.email") });
            account.PaymentMethods.Owned(method.Text("id")!, customer);
            var order = form.Object("subscription_data").Copy();
            order["customer"] = customer.Text("id");
            order["default_payment_method"] = method.Text("id");
            order["items"] = form["line_items"]!.DeepClone();
            var subscription = account.Subscriptions.Create(order);
            session["subscription"] = subscription.Text("id");
            session["invoice"] = subscription.Text("latest_invoice");
        }
        else if (session.Text("mode") == "payment")
        {
            var intent = account.PaymentIntents.New(session.Number("amount_total")!.Value, session.Text("currency")!, customer?.Text("id"), null);
            if (account.PaymentIntents.Confirm(intent, method) is { } refusal)
                throw refusal;
            session["payment_intent"] = intent.Text("id");
        }
        session["customer"] = customer?.Text("id");
        session["status"] = "complete";
        session["payment_status"] = session.Text("mode") == "setup" ? "no_payment_required" : "paid";
        account.Events.Emit("checkout.session.completed", session);
        return session;
    }

    private void Expire(JsonObject session)
    {
        session["status"] = "expired";
        account.Events.Emit("checkout.session.expired", session);
    }

    private JsonObject CreatePortal(ApiCall call)
    {
        var made = account.Store.New("billing_portal.session");
        made["customer"] = account.Customers.Get(call.Form.Text("customer")).Text("id");
        made["configuration"] = call.Form.Text("configuration") ?? "bpc_1FakeStripe";
        made["url"] = $"https://billing.stripe.com/p/session/{made.Text("id")}";
        made.TakeTexts(call.Form, "return_url", "locale");
        account.Store.Add(made);
        account.Events.Emit("billing_portal.session.created", made);
        return made;
    }
}
