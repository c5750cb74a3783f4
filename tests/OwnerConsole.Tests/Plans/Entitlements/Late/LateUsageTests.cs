using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Entitlements;
using OwnerConsole.Plans.Entitlements.Claims;

namespace OwnerConsole.Tests.Plans.Entitlements.Late;

/// <summary>Past usage is counted in the period of its time, even beyond the limit.</summary>
public sealed class LateUsageTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private static TestBrowser? s_owner;
    private LateUsagePlatform _late = null!; // set before each test

    public async ValueTask InitializeAsync() => _late = await LateUsagePlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Past_usage_in_the_current_period_is_counted_even_beyond_the_limit()
    {
        var acme = await _late.On("late-now", 10, "starter");
        await _late.Limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "95"));

        var fits = await _late.Count(acme, "sessions", LateUsagePlatform.Ago(1), "5");
        var over = await _late.Count(acme, "sessions", LateUsagePlatform.Ago(1), "3");

        LimitedPlatform.Said(fits, "used", "limit").ShouldBe(["100", "100"]);
        LateUsagePlatform.Flags(fits).ShouldBe((false, false));
        LimitedPlatform.Said(over, "amount", "used").ShouldBe(["3", "103"]);
        LateUsagePlatform.Flags(over).ShouldBe((false, true));
        over.GetProperty("period_start").GetDateTimeOffset().ShouldBeInRange(LateUsagePlatform.Ago(10.1), LateUsagePlatform.Ago(9.9));
        var stands = await _late.Limited.Entitlement(acme, "sessions");
        LimitedPlatform.Said(stands, "used", "adjusted").ShouldBe(["103", null]);
        stands.GetProperty("blocked_since").ValueKind.ShouldBe(JsonValueKind.String); // More is used than a hard limit allows.
        (await _late.Limited.Refused(LimitedPlatform.Consume, acme, "sessions")).Status.ShouldBe(402);
        var owner = s_owner ??= await TestBrowser.Owner(console);
        await owner.Get($"/plans/limits/{over.GetProperty("decision").GetString()}");
        owner.Page.ShouldContain("Counted: <bdi>sessions</bdi>");
        owner.Page.ShouldContain("The use had already happened, so it was counted even if it exceeded the limit.");
    }

    [Fact]
    public async Task Usage_in_a_recently_ended_period_is_counted_there_without_thresholds_or_blocks()
    {
        var acme = await _late.On("late-grace", 2, "starter");

        var counted = await _late.Count(acme, "sessions", LateUsagePlatform.Ago(3), "130");

        LimitedPlatform.Said(counted, "used", "limit").ShouldBe(["130", "100"]);
        LateUsagePlatform.Flags(counted).ShouldBe((false, true));
        counted.GetProperty("resets_at").GetDateTimeOffset().ShouldBeInRange(LateUsagePlatform.Ago(2.1), LateUsagePlatform.Ago(1.9));
        var stands = await _late.Limited.Entitlement(acme, "sessions");
        LimitedPlatform.Said(stands, "used", "adjusted").ShouldBe(["0", null]);
        stands.GetProperty("blocked_since").ValueKind.ShouldBe(JsonValueKind.Null);
        await using var work = await console.Database.Read();
        (await work.One<long>("select count(*) from entitlements.thresholds where tenant_id = @acme", new { acme })).ShouldBe(0);
        (await work.One<long>("select count(*) from entitlements.blocks where tenant_id = @acme", new { acme })).ShouldBe(0);
    }

    [Fact]
    public async Task A_past_period_keeps_its_limit_after_a_plan_change()
    {
        var acme = await _late.On("late-kept", 2, "starter");
        await _late.Count(acme, "sessions", LateUsagePlatform.Ago(3), "10");
        await _late.Limited.App.Run("tenant.change_plan", acme, new { items = new[] { new { plan = "pro" } } });

        var counted = await _late.Count(acme, "sessions", LateUsagePlatform.Ago(4), "1");

        LimitedPlatform.Said(counted, "used", "limit").ShouldBe(["11", "100"]);
    }

    [Fact]
    public async Task Older_usage_is_counted_in_the_current_period_and_marked_as_adjusted()
    {
        var acme = await _late.On("late-before", 10, "starter");
        await _late.Limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "5"));

        var counted = await _late.Count(acme, "sessions", LateUsagePlatform.Ago(12), "3", key: "image-1");
        var again = await _late.Count(acme, "sessions", LateUsagePlatform.Ago(20), "2");
        await _late.Limited.App.Send(
            HttpMethod.Post,
            "/api/v1/entitlements/refund",
            JsonSerializer.Serialize(
                new
                {
                    tenant = acme,
                    key = "image-1",
                    amount = "1",
                }
            )
        );

        LimitedPlatform.Said(counted, "used").ShouldBe(["8"]);
        (LateUsagePlatform.Flags(counted), LateUsagePlatform.Flags(again)).ShouldBe(((true, false), (true, false)));
        counted.GetProperty("period_start").GetDateTimeOffset().ShouldBeInRange(LateUsagePlatform.Ago(10.1), LateUsagePlatform.Ago(9.9));
        LimitedPlatform.Said(await _late.Limited.Entitlement(acme, "sessions"), "used", "adjusted").ShouldBe(["9", "4"]);
        var owner = s_owner ??= await TestBrowser.Owner(console);
        await owner.Get($"/tenants/{acme}");
        owner.Page.ShouldContain("Includes 4 used before <time");
    }

    [Fact]
    public async Task The_tenants_page_shows_usage_that_was_reported_late()
    {
        var acme = await _late.On("late-portal", 10, "starter");
        await _late.Count(acme, "sessions", LateUsagePlatform.Ago(12), "3");

        var visitor = await TestBrowser.EnterPortal(console, _late.Limited.App, new { tenant = acme });
        await visitor.Get("/account/plan");

        visitor.Page.ShouldContain(
            $"Includes 3 used before {LateUsagePlatform.Ago(10).UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture)} and reported late."
        );
    }

    [Fact]
    public async Task The_tenant_export_lists_usage_that_was_reported_late()
    {
        var acme = await _late.On("late-export", 10, "starter");
        await _late.Count(acme, "sessions", LateUsagePlatform.Ago(12), "3", key: "image-1");
        await using var work = await console.Database.Read();

        var rows = await console.Services.GetServices<ExportPart>().Single(part => part.Name == "adjustments").Rows(acme, after: null, work);

        var row = rows.Data.ShouldHaveSingleItem();
        row.GetProperty("feature").GetString().ShouldBe("sessions");
        row.GetProperty("amount").GetDecimal().ShouldBe(3);
        row.GetProperty("happened_at").GetDateTimeOffset().ShouldBeInRange(LateUsagePlatform.Ago(12.1), LateUsagePlatform.Ago(11.9));
    }

    [Fact]
    public async Task A_lifetime_counter_has_one_period_for_late_usage()
    {
        var acme = await _late.On("late-life", 2, "starter");

        var counted = await _late.Count(acme, "lifetime", LateUsagePlatform.Ago(20), "4");

        LimitedPlatform.Said(counted, "used", "resets_at").ShouldBe(["4", null]);
        LateUsagePlatform.Flags(counted).ShouldBe((false, true));
    }

    [Fact]
    public async Task A_key_is_counted_once_even_if_its_first_claim_had_no_time()
    {
        var acme = await _late.On("late-keys", 2, "starter");
        var at = LateUsagePlatform.Ago(3);

        var first = await _late.Count(acme, "sessions", at, "3", key: "order-1");
        var again = await _late.Count(acme, "sessions", at, "3", key: "order-1");
        var amount = await _late.Report(acme, "sessions", at, "4", key: "order-1");
        var time = await _late.Report(acme, "sessions", at.AddHours(1), "3", key: "order-1");
        var feature = await _late.Report(acme, "exports", at, "3", key: "order-1");
        await _late.Limited.Keyed(acme, "sessions", "7", "order-2");
        var late = await _late.Count(acme, "sessions", at, "7", key: "order-2");
        await _late.Limited.App.Send(
            HttpMethod.Post,
            LimitedPlatform.Reserve,
            JsonSerializer.Serialize(LimitedPlatform.Reserving(acme, "sessions", "2")),
            headers: ("Idempotency-Key", "order-3")
        );
        var held = await _late.Report(acme, "sessions", at, "2", key: "order-3");
        var plain = await _late.Limited.Keyed(acme, "sessions", "3", "order-1");

        (first.GetProperty("repeated").GetBoolean(), again.GetProperty("repeated").GetBoolean()).ShouldBe((false, true));
        LimitedPlatform.Said(again, "used").ShouldBe(["3"]);
        LimitedPlatform.Said(again, "period_start").ShouldBe(LimitedPlatform.Said(first, "period_start"));
        new[] { amount, time, feature, held }
            .Select(answer => (answer.Status, answer.Body.GetProperty("code").GetString()))
            .Distinct()
            .ShouldBe([(422, "idempotency_key_reused")]);
        (late.GetProperty("repeated").GetBoolean(), plain.Body.GetProperty("repeated").GetBoolean()).ShouldBe((true, true));
        (await _late.Limited.Entitlement(acme, "sessions")).GetProperty("used").GetString().ShouldBe("7");
    }

    [Fact]
    public async Task Concurrent_late_claims_with_one_key_are_counted_once()
    {
        var acme = await _late.On("late-crowd", 2, "starter");
        var at = LateUsagePlatform.Ago(3);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => _late.Count(acme, "sessions", at, "2", key: $"order-{number % 4}")));

        answers.Count(answer => !answer.GetProperty("repeated").GetBoolean()).ShouldBe(4);
        await using var work = await console.Database.Read();
        (await work.One<decimal>("select sum(used) from entitlements.usage where tenant_id = @acme", new { acme })).ShouldBe(8);
    }

    [Fact]
    public async Task A_unique_id_is_counted_once_in_the_period_of_its_time()
    {
        await _late.Limited.Declare("late-members", "unique", "member", allows: "1");
        var acme = await _late.On("late-unique", 2, "starter");
        var ago = LateUsagePlatform.Ago(3);

        var anna = await _late.Count(acme, "late-members", ago, resource: "ext:anna");
        await new ClaimUpkeep(console.Database).Execute(null!, CancellationToken.None); // The handler reads no item.
        var again = await _late.Count(acme, "late-members", ago, resource: "ext:anna");
        var bob = await _late.Count(acme, "late-members", ago, resource: "ext:bob");
        var now = await _late.Count(acme, "late-members", LateUsagePlatform.Ago(0), resource: "ext:anna");

        (LimitedPlatform.Said(anna, "used")[0], anna.GetProperty("repeated").GetBoolean()).ShouldBe(("1", false));
        (LimitedPlatform.Said(again, "used")[0], again.GetProperty("repeated").GetBoolean()).ShouldBe(("1", true));
        (LimitedPlatform.Said(bob, "used")[0], bob.GetProperty("over_limit").GetBoolean()).ShouldBe(("2", true));
        (LimitedPlatform.Said(now, "used")[0], now.GetProperty("repeated").GetBoolean()).ShouldBe(("1", false));
    }

    [Theory]
    [InlineData("sessions", -0.1, 422, "time_ahead")]
    [InlineData("sessions", 33, 422, "too_old")]
    [InlineData("clients", 1, 422, "not_counted")]
    [InlineData("sso", 1, 422, "not_counted")]
    [InlineData("region", 1, 422, "not_counted")]
    [InlineData("nothing", 1, 404, "unknown_feature")]
    public async Task Usage_that_can_not_be_counted_late_is_refused_with_its_reason(string feature, double ago, int status, string code)
    {
        var acme = await _late.On($"late-bad-{feature}{code}", 10, "starter");

        var (refused, body) = await _late.Report(acme, feature, LateUsagePlatform.Ago(ago));

        (refused, body.GetProperty("code").GetString()).ShouldBe((status, code));
        body.GetProperty("detail").GetString()!.Length.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task Rates_checks_and_reservations_accept_no_time()
    {
        await _late.Limited.Declare("late-calls", "rate", "call", resets: "minute", allows: "10");
        var acme = await _late.On("late-rate", 10, "starter");

        var rate = await _late.Report(acme, "late-calls", LateUsagePlatform.Ago(1));
        var check = await _late.Report(acme, "sessions", LateUsagePlatform.Ago(1), address: LimitedPlatform.Check);
        var reserve = await _late.Report(acme, "sessions", LateUsagePlatform.Ago(1), address: LimitedPlatform.Reserve);
        var word = await _late.Limited.App.Send(
            HttpMethod.Post,
            LimitedPlatform.Consume,
            JsonSerializer.Serialize(
                new
                {
                    tenant = acme,
                    feature = "sessions",
                    at = "yesterday",
                }
            )
        );

        (rate.Status, rate.Body.GetProperty("code").GetString()).ShouldBe((422, "not_counted"));
        new[] { check, reserve, word }.Select(answer => (answer.Status, answer.Body.GetProperty("code").GetString())).Distinct().ShouldBe([(400, "invalid")]);
    }

    [Fact]
    public async Task A_clock_slightly_ahead_counts_as_now()
    {
        var acme = await _late.On("late-ahead", 10, "starter");

        var counted = await _late.Count(acme, "sessions", LateUsagePlatform.Ago(-0.002), "3");

        LimitedPlatform.Said(counted, "used").ShouldBe(["3"]);
        LateUsagePlatform.Flags(counted).ShouldBe((false, false));
    }
}
