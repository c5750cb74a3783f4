using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe;

/// <summary>The account itself, and resources that it has none of.</summary>
internal sealed class AccountProfile(StripeAccount account)
{
    public void Map(Routes routes)
    {
        routes.Get("/v1/account", _ => Account());
        foreach (var empty in new[] { "billing/meters", "entitlements/features", "entitlements/active_entitlements", "payouts", "tax_rates" })
            routes.Get("/v1/" + empty, call => ListPage.Of(call, []));
        routes.Post("/v1/billing/meter_events", CreateMeterEvent);
    }

    private JsonObject Account()
    {
        var shown = Shapes.Of("account");
        shown["id"] = account.Options.AccountId;
        shown["country"] = account.Options.Country;
        shown["default_currency"] = account.Options.Currency;
        shown["business_profile"]!["name"] = account.Options.AccountName;
        shown["settings"]!["dashboard"]!["display_name"] = account.Options.AccountName;
        return shown;
    }

    private JsonObject CreateMeterEvent(ApiCall call) =>
        new()
        {
            ["object"] = "billing.meter_event",
            ["created"] = account.Now,
            ["event_name"] = call.Form.Text("event_name"),
            ["identifier"] = call.Form.Text("identifier") ?? account.Store.NextId("meter"),
            ["livemode"] = account.Options.IsLive,
            ["payload"] = call.Form.Object("payload").Copy(),
            ["timestamp"] = call.Form.Number("timestamp") ?? account.Now,
        };
}
