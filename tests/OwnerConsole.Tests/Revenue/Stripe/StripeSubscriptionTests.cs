using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using FakeStripe.Http;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.FakeStripes;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>Plan, quantity, payment collection, trial and discounts of a subscription can be changed in Stripe, and changed back.</summary>
[Slow(15, "Stripe")]
public sealed partial class StripeSubscriptionTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _stage = await StripeStage.Open(Mode.Live);
        await _stage.Connect();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_change_of_the_plan_charges_what_its_preview_showed_although_time_has_passed()
    {
        var (customer, subscription) = await _stage.Subscribe("pm_card_visa");
        var (pro, scale, dollars) = (await PriceOf(subscription), await _stage.Price("Scale", 9_900), await _stage.Price("Scale", 9_900, currency: "usd"));
        var yearly = await _stage.Price("Yearly", 900_000, interval: "year");
        await _stage.Projected();
        (await _stage.App.Refusal("subscription.change_price", subscription, new { price = pro })).ShouldBe("no_change");
        (await _stage.App.Refusal("subscription.change_price", subscription, new { price = dollars })).ShouldBe("other_currency");
        (await _stage.App.Refusal("subscription.change_price", subscription, new { price = "price_0" })).ShouldBe("unknown_price");
        _stage.Server.Clock.Advance(TimeSpan.FromDays(10));

        var owner = await TestBrowser.Owner(_stage.Console);
        _stage.Server.Faults.Add("POST", "/v1/invoices/create_preview", Fault.TimeoutAfterCommit(), times: 2); // the request and its repetition
        (await Summary(owner, subscription, scale)).ShouldContain("Unknown. Stripe can't be reached.");
        var summary = await Summary(owner, subscription, scale);
        summary.ShouldContain("Scale · 99.00 EUR per month");
        var shown = decimal.Parse(Charged().Match(summary).Groups[1].Value, CultureInfo.InvariantCulture);
        var preview = PreviewOf().Match(owner.Page).Groups[1].Value;
        _stage.Server.Clock.Advance(TimeSpan.FromDays(7));
        await owner.Post("/operations", [.. Form(subscription, yearly), ("preview", preview)]); // another price than in the preview
        owner.Page.ShouldContain("Review it again.");
        await owner.Post("/operations", [.. Form(subscription, scale), ("preview", preview)]);

        var run = await _stage.Ended((await _stage.App.Get("/api/v1/runs")).GetProperty("data")[0]);
        run.GetProperty("state").GetString().ShouldBe("done", run.ToString());
        run.GetProperty("lines")[0].GetProperty("text").GetString()!.ShouldContain("Scale");
        (await PriceOf(subscription)).ShouldBe(scale);
        (await LatestTotal(subscription)).ShouldBe((long)(shown * 100));
        shown.ShouldBeInRange(30, 50); // 50.00 for a whole month

        await _stage.Ended(await _stage.App.Undo(run));
        (await PriceOf(subscription)).ShouldBe(pro);
        (await LatestTotal(subscription)).ShouldBeLessThan(0);

        var card = (await _stage.Stripe(HttpMethod.Get, $"/v1/payment_methods?customer={customer}")).GetProperty("data")[0].GetProperty("id").GetString()!;
        _stage.Server.Cards.Decline(card);
        var declined = await _stage.Ended(await _stage.App.Run("subscription.change_price", subscription, new { price = yearly }));
        declined.GetProperty("lines")[0].GetProperty("code").GetString().ShouldBe("insufficient_funds");
        (await PriceOf(subscription)).ShouldBe(pro);
        (await StripeContract.Check(_stage.Server.Requests.All)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_quantity_and_the_payment_collection_change_and_an_undo_restores_them()
    {
        var (_, subscription) = await _stage.Subscribe("pm_card_visa");
        (await _stage.App.Refusal("subscription.change_quantity", subscription, new { quantity = 1 })).ShouldBe("no_change");
        (await _stage.App.Refusal("subscription.change_quantity", subscription, new { quantity = -1 })).ShouldBe("bad_quantity");
        (await _stage.App.Refusal("subscription.unpause", subscription)).ShouldBe("not_paused");
        (await _stage.App.Refusal("subscription.pause", subscription, new { resumes_on = "2026-01-01" })).ShouldBe("bad_date");

        var seats = await Done("subscription.change_quantity", subscription, new { quantity = 5 });
        (await Item(subscription)).GetProperty("quantity").GetInt64().ShouldBe(5);
        await _stage.Projected();
        (await _stage.One("subscriptions")).GetProperty("quantity").GetInt64().ShouldBe(5);
        await _stage.Ended(await _stage.App.Undo(seats));
        (await Item(subscription)).GetProperty("quantity").GetInt64().ShouldBe(1);

        var paused = await Done("subscription.pause", subscription, new { behavior = "void", resumes_on = "2099-01-01" });
        await _stage.Projected();
        (await _stage.One("subscriptions")).GetProperty("is_paused").GetBoolean().ShouldBeTrue();
        (await _stage.App.Refusal("subscription.pause", subscription)).ShouldBe("already_paused");
        var resumed = await Done("subscription.unpause", subscription);
        (await Paused(subscription)).ShouldBeNull();
        (await _stage.App.UndoRefused(paused)).ShouldBe("moved_on"); // it was changed again since
        await _stage.Ended(await _stage.App.Undo(resumed));
        (await Paused(subscription)).ShouldBe(("void", new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()));
        await _stage.Ended(await _stage.App.Undo(paused)); // the later change was undone
        (await Paused(subscription)).ShouldBeNull();
        var drafts = await Done("subscription.pause", subscription);
        await _stage.Ended(await _stage.App.Undo(drafts));
        (await Paused(subscription)).ShouldBeNull();
        (await StripeContract.Check(_stage.Server.Requests.All)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trial_is_extended_and_coupons_are_applied_and_removed_and_an_undo_restores_them()
    {
        var end = DateTimeOffset.FromUnixTimeSeconds(_stage.Server.Clock.Now.AddDays(3).ToUnixTimeSeconds());
        var (_, subscription) = await _stage.Subscribe("pm_card_visa", ("trial_end", end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        var last = DateOnly.FromDateTime(end.UtcDateTime).AddDays(7);
        (await _stage.App.Refusal("subscription.extend_trial", subscription, new { last_day = last.AddDays(-9) })).ShouldBe("bad_date");
        var extended = await Done("subscription.extend_trial", subscription, new { last_day = last });
        (await TrialEnd(subscription)).ShouldBe(new DateTimeOffset(last.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds());
        await _stage.Ended(await _stage.App.Undo(extended));
        (await TrialEnd(subscription)).ShouldBe(end.ToUnixTimeSeconds());

        await _stage.Create("/v1/coupons", ("id", "LAUNCH20"), ("percent_off", "20"), ("duration", "forever"));
        await _stage.Create("/v1/coupons", ("id", "EXTRA5"), ("percent_off", "5"), ("duration", "once"));
        await _stage.Create("/v1/coupons", ("id", "DOLLARS"), ("amount_off", "500"), ("currency", "usd"), ("duration", "once"));
        await _stage.Stripe(HttpMethod.Delete, "/v1/coupons/EXTRA5");
        await _stage.Projected();
        (await _stage.App.Refusal("subscription.remove_discount", subscription)).ShouldBe("no_discount");
        (await _stage.App.Refusal("subscription.apply_coupon", subscription, new { coupon = "EXTRA5" })).ShouldBe("unknown_coupon");
        (await _stage.App.Refusal("subscription.apply_coupon", subscription, new { coupon = "DOLLARS" })).ShouldBe("other_currency");
        var owner = await TestBrowser.Owner(_stage.Console);
        await owner.Get($"/operations/new?operation=subscription.apply_coupon&subject={subscription}&back=/revenue/subscriptions");
        owner.Page.ShouldContain("LAUNCH20 · 20% off");
        owner.Page.ShouldNotContain("EXTRA5");

        var applied = await Done("subscription.apply_coupon", subscription, new { coupon = "LAUNCH20" });
        (await Coupons(subscription)).ShouldBe(["LAUNCH20"]);
        (await _stage.App.Refusal("subscription.apply_coupon", subscription, new { coupon = "LAUNCH20" })).ShouldBe("already_applied");
        await _stage.Ended(await _stage.App.Undo(applied));
        (await Coupons(subscription)).ShouldBeEmpty();
        await Done("subscription.apply_coupon", subscription, new { coupon = "LAUNCH20" });
        var removed = await Done("subscription.remove_discount", subscription);
        (await Coupons(subscription)).ShouldBeEmpty();
        await _stage.Ended(await _stage.App.Undo(removed));
        (await Coupons(subscription)).ShouldBe(["LAUNCH20"]);
        (await StripeContract.Check(_stage.Server.Requests.All)).ShouldBeEmpty();
    }

    /// <summary>Runs an operation and waits until Stripe has carried it out.</summary>
    private async Task<JsonElement> Done(string operation, string subject, object? input = null)
    {
        var run = await _stage.Ended(await _stage.App.Run(operation, subject, input));
        run.GetProperty("state").GetString().ShouldBe("done", run.ToString());
        return run;
    }

    private static (string Name, string Value)[] Form(string subscription, string price) =>
        [
            ("operation", "subscription.change_price"),
            ("subject", subscription),
            ("price", price),
            ("proration", "always_invoice"),
            ("back", "/revenue/subscriptions"),
        ];

    /// <returns>The lines above the form that compare now and then.</returns>
    private static async Task<string> Summary(TestBrowser owner, string subscription, string price)
    {
        await owner.Get($"/operations/new?{string.Join('&', Form(subscription, price).Select(field => $"{field.Name}={field.Value}"))}");
        return WebUtility.HtmlDecode(owner.Page.Split("id=\"preview-summary\"")[1].Split("</table>")[0]);
    }

    private async Task<JsonElement> Item(string subscription) => (await _stage.Read("subscriptions", subscription)).GetProperty("items").GetProperty("data")[0];

    private async Task<string> PriceOf(string subscription) => (await Item(subscription)).GetProperty("price").GetProperty("id").GetString()!;

    private async Task<long> LatestTotal(string subscription)
    {
        var invoice = (await _stage.Read("subscriptions", subscription)).GetProperty("latest_invoice").GetString()!;
        return (await _stage.Read("invoices", invoice)).GetProperty("total").GetInt64();
    }

    private async Task<(string?, long?)?> Paused(string subscription) =>
        (await _stage.Read("subscriptions", subscription)).GetProperty("pause_collection") is { ValueKind: JsonValueKind.Object } pause
            ? (pause.GetProperty("behavior").GetString(), pause.GetProperty("resumes_at").GetInt64())
            : null;

    private async Task<long> TrialEnd(string subscription) => (await _stage.Read("subscriptions", subscription)).GetProperty("trial_end").GetInt64();

    private async Task<string?[]> Coupons(string subscription)
    {
        var discounts = (await _stage.Stripe(HttpMethod.Get, $"/v1/subscriptions/{subscription}?expand[]=discounts")).GetProperty("discounts");
        return [.. discounts.EnumerateArray().Select(discount => discount.GetProperty("source").GetProperty("coupon").GetString())];
    }

    [GeneratedRegex(@"Charged now.*?([\d.]+) EUR", RegexOptions.Singleline, 1000)]
    private static partial Regex Charged();

    [GeneratedRegex("name=\"preview\" value=\"(prv_[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex PreviewOf();
}
