using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Customers;

/// <summary>Cards: brand, last four digits, expiry, and the behaviour of Stripe's test cards.</summary>
internal sealed class PaymentMethods(StripeAccount account)
{
    private readonly Dictionary<string, TestCard> _cards = [];

    /// <summary>Test cards by the id of their payment method.</summary>
    public IReadOnlyDictionary<string, TestCard> Cards => _cards;

    public void Load(IReadOnlyDictionary<string, TestCard> saved)
    {
        foreach (var (id, card) in saved)
            _cards[id] = card;
    }

    public void Map(Routes routes)
    {
        routes.Get(
            "/v1/payment_methods",
            call => ListPage.Of(call, account.Store.All("payment_method"), method => method.Text("customer") is not null, "customer", "type")
        );
        routes.Post("/v1/payment_methods", Create);
        routes.Get("/v1/payment_methods/{id}", call => account.Store.Get("payment_method", call.Id));
        routes.Post("/v1/payment_methods/{id}/attach", call => Attach(call.Id, account.Customers.Get(call.Form.Text("customer"))));
        routes.Post("/v1/payment_methods/{id}/detach", Detach);
    }

    public JsonObject Of(ApiCall call, JsonObject customer) =>
        ListPage.Of(call, account.Store.All("payment_method"), method => method.Text("customer") == customer.Text("id"), "type");

    public TestCard Card(string methodId) => _cards[methodId];

    /// <summary>Changes how a card answers from now on; null lets it pay.</summary>
    public void Decline(string methodId, string? code) =>
        _cards[account.Store.Get("payment_method", methodId).Text("id")!] = _cards[methodId] with { Decline = code };

    /// <param name="given">A payment method, or the name of a test card, which makes a new one.</param>
    public JsonObject Attach(string given, JsonObject customer)
    {
        var method = Resolve(given);
        if (_cards[method.Text("id")!] is { IsRefusedOnAttach: true, Decline: { } decline })
            throw Declined(decline);
        if (method.Text("customer") is { } owner && owner != customer.Text("id"))
            throw StripeError.Invalid("The payment method you provided has already been attached to a customer.", "payment_method");
        method["customer"] = customer.Text("id");
        account.Events.Emit("payment_method.attached", method);
        return method;
    }

    /// <returns>The payment method, which must belong to the customer; the name of a test card attaches a new one.</returns>
    public JsonObject Owned(string given, JsonObject customer)
    {
        var method = Resolve(given);
        if (method.Text("customer") is null)
            return Attach(method.Text("id")!, customer);
        return method.Text("customer") == customer.Text("id")
            ? method
            : throw StripeError.Invalid($"The customer does not have a payment method with the ID {given}.", "default_payment_method", "resource_missing");
    }

    /// <returns>Id of the payment method that an invoice or subscription charges; null if there is none.</returns>
    public string? Default(JsonObject customer, params ReadOnlySpan<JsonObject?> sources)
    {
        foreach (var source in sources)
            if ((source?.Text("default_payment_method") ?? source?.Text("default_source")) is { } own)
                return own;
        return customer.At("invoice_settings.default_payment_method") ?? customer.Text("default_source");
    }

    public JsonObject Resolve(string given) =>
        account.Store.Find(given) is { } found && found.Text("object") == "payment_method" ? found
        : CardNamed(given) is { } card ? New(card)
        : throw StripeError.Missing($"No such PaymentMethod: '{given}'", "payment_method");

    public static StripeError Declined(string decline, JsonObject? intent = null) =>
        decline is "expired_card" or "incorrect_cvc" or "processing_error"
            ? StripeError.Card(decline, null, "Your card was declined: " + decline.Replace('_', ' '), intent)
            : StripeError.Card("card_declined", decline, intent: intent);

    private static TestCard? CardNamed(string given) =>
        given.StartsWith("pm_card_", StringComparison.Ordinal) ? TestCard.Of(given["pm_card_".Length..])
        : given.StartsWith("tok_", StringComparison.Ordinal) ? TestCard.Of(given["tok_".Length..])
        : null;

    private JsonObject Create(ApiCall call)
    {
        var form = call.Form;
        var made = form.At("card.token") is { } token ? Resolve(token) : New(TestCard.Of("visa")!);
        if (form.Object("card").Number("exp_year") is { } year)
            (made["card"]!["exp_year"], made["card"]!["exp_month"]) = (year, form.Object("card").Number("exp_month"));
        if (form["billing_details"] is JsonObject details)
        {
            made["billing_details"]!.AsObject().TakeTexts(details, "name", "email", "phone");
            made["billing_details"]!.AsObject().TakeObject(details, "address", "city", "country", "line1", "line2", "postal_code", "state");
        }
        made.TakeMetadata(form);
        return made;
    }

    private JsonObject Detach(ApiCall call)
    {
        var method = account.Store.Get("payment_method", call.Id);
        if (method.Text("customer") is not { } owner)
            throw StripeError.Invalid("The payment method you provided is not attached to a customer so detachment is impossible.", "payment_method");
        method["customer"] = null;
        var customer = account.Store.Find(owner)!;
        if (customer.At("invoice_settings.default_payment_method") == call.Id)
            account.Change(customer, "customer.updated", () => customer["invoice_settings"]!["default_payment_method"] = null);
        account.Events.Emit("payment_method.detached", method, new() { ["customer"] = owner });
        return method;
    }

    private JsonObject New(TestCard card)
    {
        var made = account.Store.New("payment_method");
        made["type"] = "card";
        made["allow_redisplay"] = "unspecified";
        made["card"] = new JsonObject
        {
            ["brand"] = card.Brand,
            ["checks"] = new JsonObject
            {
                ["address_line1_check"] = null,
                ["address_postal_code_check"] = null,
                ["cvc_check"] = "pass",
            },
            ["country"] = "US",
            ["display_brand"] = card.Brand,
            ["exp_month"] = 12,
            ["exp_year"] = DateTimeOffset.FromUnixTimeSeconds(account.Now).Year + 3,
            ["fingerprint"] = "Fake" + card.Last4,
            ["funding"] = "credit",
            ["generated_from"] = null,
            ["last4"] = card.Last4,
            ["networks"] = new JsonObject { ["available"] = new JsonArray(card.Brand), ["preferred"] = null },
            ["regulated_status"] = null,
            ["three_d_secure_usage"] = new JsonObject { ["supported"] = true },
            ["wallet"] = null,
        };
        _cards[made.Text("id")!] = card;
        return account.Store.Add(made);
    }
}
