using System.Text.Json.Nodes;
using FakeStripe.Billing;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Customers;

/// <summary>Customers with their credit balance.</summary>
internal sealed class CustomerAccounts(StripeAccount account)
{
    private static readonly string[] s_address = ["city", "country", "line1", "line2", "postal_code", "state"];

    public void Map(Routes routes)
    {
        routes.Get("/v1/customers", List);
        routes.Get("/v1/customers/search", Search);
        routes.Get("/v1/customers/{id}", Get);
        routes.Post("/v1/customers", call => Create(call.Form));
        routes.Post("/v1/customers/{id}", Update);
        routes.Delete("/v1/customers/{id}", Delete);
        routes.Get("/v1/customers/{id}/balance_transactions", Transactions);
        routes.Post("/v1/customers/{id}/balance_transactions", CreateTransaction);
        routes.Get("/v1/customers/{id}/payment_methods", call => account.PaymentMethods.Of(call, account.Store.Get("customer", call.Id)));
    }

    public JsonObject Get(string? id, string param = "customer")
    {
        var customer = account.Store.Get("customer", id, param);
        account.UseClockOf(customer);
        return customer;
    }

    public JsonObject Create(JsonObject form)
    {
        if (form.Text("test_clock") is { } clock)
            account.UseClock(account.Store.Get("test_helpers.test_clock", clock, "test_clock"));
        var made = account.Store.New("customer");
        made["invoice_prefix"] = made.Text("id")![^8..].ToUpperInvariant();
        made["next_invoice_sequence"] = 1;
        made["balance"] = form.Number("balance") ?? 0;
        made.TakeTexts(form, "test_clock");
        account.Store.Add(made);
        var method = form.Text("payment_method") is { } given ? account.PaymentMethods.Attach(given, made).Text("id") : null;
        Take(made, form, method is null ? null : (form.Text("payment_method")!, method));
        account.Events.Emit("customer.created", made);
        return made;
    }

    /// <summary>Books an amount on the customer's balance: negative is credit, which reduces the next invoices.</summary>
    public JsonObject Book(JsonObject customer, long amount, string currency, string type, Action<JsonObject>? detail = null)
    {
        account.Change(customer, "customer.updated", () => customer["balance"] = customer.Number("balance") + amount);
        var made = account.Store.New("customer_balance_transaction");
        made["amount"] = amount;
        made["currency"] = currency;
        made["customer"] = customer.Text("id");
        made["ending_balance"] = customer.Number("balance");
        made["type"] = type;
        detail?.Invoke(made);
        return account.Store.Add(made);
    }

    private JsonObject Get(ApiCall call) =>
        account.Store.Find(call.Id) is { } found && found.Text("object") == "customer" ? found : account.Store.Get("customer", call.Id);

    private JsonObject Update(ApiCall call)
    {
        var customer = Get(call.Id, "id");
        return account.Change(
            customer,
            "customer.updated",
            () =>
            {
                Take(customer, call.Form, null);
                customer.TakeTexts(call.Form, "default_source");
                customer["balance"] = call.Form.Number("balance") ?? customer.Number("balance");
            }
        );
    }

    /// <summary>Ends all subscriptions at once.</summary>
    private JsonObject Delete(ApiCall call)
    {
        var customer = Get(call.Id, "id");
        foreach (var subscription in account.Store.All("subscription").Where(one => one.Text("customer") == call.Id && !SubscriptionLifecycle.HasEnded(one)))
            account.Lifecycle.End(subscription, "cancellation_requested");
        account.Events.Emit("customer.deleted", customer);
        return Store.Delete(customer);
    }

    /// <param name="attached">Name of the payment method in the request, and the id that it got by being attached.</param>
    private void Take(JsonObject customer, JsonObject form, (string Given, string Id)? attached)
    {
        customer.TakeTexts(form, "name", "email", "description", "phone", "tax_exempt", "business_name", "individual_name");
        customer.TakeMetadata(form);
        customer.TakeObject(form, "address", s_address);
        if (form["shipping"] is JsonObject shipping)
        {
            customer["shipping"] = new JsonObject { ["name"] = shipping.Text("name"), ["phone"] = shipping.Text("phone") };
            customer["shipping"]!.AsObject().TakeObject(shipping, "address", s_address);
        }
        if (form.ContainsKey("preferred_locales"))
            customer["preferred_locales"] = Json.Array(form.Texts("preferred_locales").Select(locale => (JsonNode?)locale));
        if (form.Text("source") is { } token)
            customer["default_source"] = account.PaymentMethods.Attach(token, customer).Text("id");
        var settings = form.Object("invoice_settings");
        if (settings.Text("default_payment_method") is { } method)
            customer["invoice_settings"]!["default_payment_method"] =
                attached is { } named && named.Given == method ? named.Id : account.PaymentMethods.Owned(method, customer).Text("id");
        else if (settings.ContainsKey("default_payment_method"))
            customer["invoice_settings"]!["default_payment_method"] = null;
    }

    private JsonObject List(ApiCall call) =>
        ListPage.Of(call, account.Store.All("customer"), customer => customer.Text("test_clock") == call.Form.Text("test_clock"), "email");

    /// <summary>Understands <c>email:'…'</c>, <c>name:'…'</c> and <c>metadata['key']:'…'</c>, joined by AND.</summary>
    private JsonObject Search(ApiCall call) => SearchQuery.Page(call, account.Store.All("customer"));

    private JsonObject Transactions(ApiCall call) =>
        ListPage.Of(call, account.Store.All("customer_balance_transaction"), transaction => transaction.Text("customer") == call.Id);

    private JsonObject CreateTransaction(ApiCall call)
    {
        var form = call.Form;
        var amount = form.Number("amount") ?? throw StripeError.Invalid("Missing required param: amount.", "amount", "parameter_missing");
        return Book(
            Get(call.Id, "id"),
            amount,
            form.Text("currency") ?? account.Options.Currency,
            "adjustment",
            made =>
            {
                made.TakeTexts(form, "description");
                made.TakeMetadata(form);
            }
        );
    }
}
