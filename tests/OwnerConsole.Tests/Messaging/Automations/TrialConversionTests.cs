using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Revenue.Reconciliation.Checks;
using OwnerConsole.Tests.Revenue.Stripe;
using static OwnerConsole.Tests.Messaging.Automations.LifecycleHarness;

namespace OwnerConsole.Tests.Messaging.Automations;

/// <summary>A trial from its start to its first payment, under one clock: each email once, nothing after the conversion, and no difference to Stripe.</summary>
[Slow(40, "Automations", "Reconciliation", "FakeStripe")]
public sealed class TrialConversionTests : IAsyncLifetime
{
    private static readonly string[] s_recipes = ["aut_welcome", "aut_trial_ends_tomorrow", "aut_trial_ended", "aut_trial_to_paid"];

    private StripeStage _stage = null!; // set before each test

    private MailServer _mail = null!;

    public async ValueTask InitializeAsync()
    {
        _mail = await MailServer.Start();
        _stage = await StripeStage.OpenCopied(Mode.Live);
        await _mail.Connect(_stage.App);
    }

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        await _mail.DisposeAsync();
    }

    [Fact]
    public async Task A_trial_is_reminded_and_paid_at_Stripe_with_each_email_once_and_without_a_difference()
    {
        var price = await Sell();
        foreach (var recipe in s_recipes)
            await _stage.App.Run("automation.enable", recipe);
        var end = TimeProvider.System.GetUtcNow().AddDays(10);
        var tenant = await Report(
            new
            {
                name = "Acorn",
                contact_email = "ann@acorn.example",
                lifecycle = "trial",
                trial_ends_at = end,
            }
        );
        var clock = new LifecycleClock(_stage, tenant);
        var trialEnd = end.AddHours(-12).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var subscription = await _stage.SubscribeTenant(tenant, price, ("trial_end", trialEnd));
        await _stage.Projected();

        await clock.Execute();
        var welcome = await _mail.Next();
        await clock.Advance(7);
        var reminder = await _mail.Next();
        await clock.Advance(2);
        var last = await _mail.Next();
        var before = await Status(subscription);
        await clock.Advance(1, ReportConversion);
        await Execute(_stage.Console, "update core.cursors set pos = 0 where reader = 'automations'"); // as after a restore
        await clock.Execute();
        await _stage.Console.WaitForLogSubscribers();
        await Compare();

        new[] { welcome, reminder, last }
            .Select(mail => (mail.To.Address, mail.Subject))
            .ShouldBe([
                ("ann@acorn.example", "Welcome to Time Bot"),
                ("ann@acorn.example", "Your trial ends in 3 days"),
                ("ann@acorn.example", "Your trial ends tomorrow"),
            ]);
        (before, await Status(subscription)).ShouldBe(("trialing", "active"));
        (await _stage.App.Status(tenant)).ShouldBe("active");
        var invoices = (await _stage.App.Get($"/api/v1/invoices?tenant={tenant}")).GetProperty("data").EnumerateArray();
        invoices.Count(invoice => Text(invoice, "status") == "paid" && invoice.GetProperty("total").GetProperty("amount").GetInt64() == 4_900).ShouldBe(1);
        (await _stage.App.Get("/api/v1/findings")).GetProperty("data").GetArrayLength().ShouldBe(0);
        (await Ends(tenant)).ShouldBe(["aut_trial_ends_tomorrow completed", "aut_trial_to_paid stopped", "aut_welcome completed"]);
        (await Count(_stage.Console, "select count(*) from core.runs where requested_by = 'aut_trial_to_paid'")).ShouldBe(0);
        (await _mail.ReadRemaining()).ShouldBeEmpty();

        async Task ReportConversion()
        {
            (await Status(subscription)).ShouldBe("active"); // as the application learns from Stripe
            await Report(new { lifecycle = "active", plan_items = new[] { new { plan = "pro" } } });
        }
    }

    /// <summary>Adds a plan, and maps its price at Stripe.</summary>
    /// <returns>ID of the price at Stripe.</returns>
    private async Task<string> Sell()
    {
        await _stage.App.Run(
            "plan.create",
            IdGenerator.Platform,
            new
            {
                key = "pro",
                name = "Pro",
                price = new { amount = 4900, currency = "EUR" },
            }
        );
        var price = await _stage.Price("Pro", 4_900);
        await _stage.Projected();
        await _stage.App.Run("stripe_price.map", price, new { plan = "pro" });
        return price;
    }

    private async Task<string> Report(object report) => Text(await _stage.App.Put("/api/v1/tenants/ext:acorn", report), "id")!;

    /// <returns>Status of the subscription as the console has copied it.</returns>
    private async Task<string?> Status(string subscription) =>
        (await _stage.App.Get("/api/v1/subscriptions"))
            .GetProperty("data")
            .EnumerateArray()
            .Where(row => Text(row, "id") == subscription)
            .Select(row => Text(row, "status"))
            .SingleOrDefault();

    /// <summary>Compares everything with Stripe, and checks all tenants.</summary>
    private async Task Compare()
    {
        var run = await _stage.App.Run("reconciliation.start", IdGenerator.Platform, new { mode = "live", dry_run = false });
        await _stage.App.Await(
            "/api/v1/reconciliations",
            answer =>
                answer.GetProperty("data").EnumerateArray().Single(row => Text(row, "requested_by") == Text(run, "id")).GetProperty("ended_at").ValueKind
                is JsonValueKind.String
        );
        await _stage.Console.Services.GetRequiredService<TenantChecker>().CheckAll(CancellationToken.None);
    }

    /// <returns>Automations of the tenant with the states of their sequences.</returns>
    private async Task<IReadOnlyList<string>> Ends(string tenant) =>
        [
            .. (await _stage.App.Get($"/api/v1/enrollments?tenant={tenant}"))
                .GetProperty("data")
                .EnumerateArray()
                .Select(row => $"{Text(row, "automation_id")} {Text(row, "state")}")
                .Order(StringComparer.Ordinal),
        ];
}
