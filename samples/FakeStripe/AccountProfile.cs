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
        routes.Post("/fake/clock", MoveClock);
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

    /// <summary>Moves the time of the account, which Stripe has no endpoint for. Before anything exists, it can also be set to the past.</summary>
    private JsonObject MoveClock(ApiCall call)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(
            call.Form.Number("time") ?? throw StripeError.Invalid("Missing required param: time.", "time", "parameter_missing")
        );
        if (account.Store.IsEmpty)
            account.Clock.StartAt(time);
        else if (time - account.Clock.Now is var by && by > TimeSpan.Zero)
            account.Clock.Advance(by);
        return new() { ["time"] = account.Now };
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
