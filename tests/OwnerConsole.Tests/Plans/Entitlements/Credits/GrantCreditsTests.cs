using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Plans.Entitlements.Credits;

/// <summary>Owners grant credits, and undo returns the unspent part.</summary>
public sealed class GrantCreditsTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CreditPlatform _credits = null!; // set before each test

    public async ValueTask InitializeAsync() => _credits = await CreditPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Undo_of_a_grant_voids_unspent_credits_or_is_refused_without_any()
    {
        var (acme, spent) = (await _credits.Limited.On("undo-credits"), await _credits.Limited.On("undo-spent"));
        var input = Input("10");
        var (run, other) = (await _credits.App.Run("credit.grant", acme, input), await _credits.App.Run("credit.grant", spent, input));
        await _credits.Use(acme, "4");
        await _credits.Use(spent, "10");

        var undone = await _credits.App.Send(HttpMethod.Post, $"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", "{}");
        var refused = await _credits.App.Send(HttpMethod.Post, $"/api/v1/runs/{other.GetProperty("id").GetString()}/undo", "{}");

        undone.Status.ShouldBe(201);
        (await _credits.Movements(acme)).ShouldBe(["granted 10", "spent 4", "voided 6"]);
        (await _credits.TryUse(acme, "1")).ShouldBe(402);
        (refused.Status, refused.Body.GetProperty("code").GetString()).ShouldBe((409, "moved_on"));
        await _credits.CheckSums(acme);
        await _credits.CheckSums(spent);
    }

    [Fact]
    public async Task A_bulk_grant_shows_each_tenant_its_own_balance()
    {
        var (acme, beta) = (await _credits.Limited.On("bulk-credits-a"), await _credits.Limited.On("bulk-credits-b"));
        await _credits.Grant(acme, "7");

        var preview = await _credits.App.Post(
            "/api/v1/previews",
            new
            {
                operation = "credit.grant",
                subjects = new[] { acme, beta },
                input = Input("10"),
            }
        );
        await _credits.App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });

        preview.GetRawText().ShouldContain("Credits left: 17, previously 7");
        preview.GetRawText().ShouldContain("Credits left: 10, previously 0");
        (await _credits.Grants(acme)).Values.ShouldBe(["7 open", "10 open"], ignoreOrder: true);
        (await _credits.Grants(beta)).Values.ShouldBe(["10 open"]);
    }

    [Fact]
    public async Task Credits_of_the_creative_profile_are_granted_and_refunded()
    {
        await _credits.App.Run("profile.choose", "tnt_platform", new { profile = "creative" });
        var studio = await _credits.Limited.On("creative", "free");
        await _credits.Use(studio, "500", "credits");
        (await _credits.TryUse(studio, "10", "credits")).ShouldBe(402);

        await _credits.Grant(studio, "100", "credits");
        await _credits.Limited.Keyed(studio, "credits", "10", "picture-1");
        await _credits.App.Post("/api/v1/entitlements/refund", new { tenant = studio, key = "picture-1" });

        LimitedPlatform
            .Said(await _credits.Limited.Entitlement(studio, "credits"), "limit", "used", "remaining", "credits")
            .ShouldBe(["500", "500", "100", "100"]);
        await _credits.CheckSums(studio);
    }

    [Theory]
    [InlineData("sessions", "-1", null, "bad_amount")]
    [InlineData("sessions", "0", null, "bad_amount")]
    [InlineData("sessions", "1.5", null, "bad_amount")]
    [InlineData("sessions", "much", null, "bad_amount")]
    [InlineData("storage", "1.255", null, "bad_amount")]
    [InlineData("nothing", "1", null, "unknown_feature")]
    [InlineData("sso", "1", null, "not_counted")]
    [InlineData("clients", "1", null, "not_counted")]
    [InlineData("sessions", "1", "2020-01-01", "bad_until")]
    [InlineData("sessions", "1", "2090-01-01", "bad_until")]
    public async Task An_invalid_grant_is_refused_with_its_reason(string feature, string amount, string? until, string code)
    {
        var acme = await _credits.Limited.On("bad-credits");

        var refused = await _credits.Refused(
            acme,
            new
            {
                feature,
                amount,
                until,
                reason = "Why not",
            }
        );

        refused.ShouldBe(code);
        (await _credits.Grants(acme)).ShouldBeEmpty();
    }

    private static object Input(string amount) =>
        new
        {
            feature = "sessions",
            amount,
            reason = "Agreed",
        };
}
