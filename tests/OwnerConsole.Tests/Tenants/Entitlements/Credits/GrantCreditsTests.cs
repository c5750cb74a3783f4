using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Entitlements.Credits;

/// <summary>What an owner may grant, and what is taken back of it.</summary>
public sealed class GrantCreditsTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CreditPlatform _credited = null!; // set before each test

    public async ValueTask InitializeAsync() => _credited = await CreditPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Undo_takes_back_what_was_not_spent_and_refuses_where_all_was()
    {
        var (acme, spent) = (await _credited.Limited.On("undo-credits"), await _credited.Limited.On("undo-spent"));
        var input = Input("10");
        var (run, other) = (await _credited.App.Run("credit.grant", acme, input), await _credited.App.Run("credit.grant", spent, input));
        await _credited.Use(acme, "4");
        await _credited.Use(spent, "10");

        var undone = await _credited.App.Send(HttpMethod.Post, $"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", "{}");
        var refused = await _credited.App.Send(HttpMethod.Post, $"/api/v1/runs/{other.GetProperty("id").GetString()}/undo", "{}");

        undone.Status.ShouldBe(201);
        (await _credited.Moved(acme)).ShouldBe(["granted 10", "spent 4", "voided 6"]);
        (await _credited.Try(acme, "1")).ShouldBe(402);
        (refused.Status, refused.Body.GetProperty("code").GetString()).ShouldBe((409, "moved_on"));
        await _credited.Sums(acme);
        await _credited.Sums(spent);
    }

    [Fact]
    public async Task Many_are_granted_at_once_and_each_hears_its_own_balance()
    {
        var (acme, beta) = (await _credited.Limited.On("bulk-credits-a"), await _credited.Limited.On("bulk-credits-b"));
        await _credited.Grant(acme, "7");

        var preview = await _credited.App.Post(
            "/api/v1/previews",
            new
            {
                operation = "credit.grant",
                subjects = new[] { acme, beta },
                input = Input("10"),
            }
        );
        await _credited.App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });

        preview.GetRawText().ShouldContain("Credits left: 17, previously 7");
        preview.GetRawText().ShouldContain("Credits left: 10, previously 0");
        (await _credited.Grants(acme)).Values.ShouldBe(["7 open", "10 open"], ignoreOrder: true);
        (await _credited.Grants(beta)).Values.ShouldBe(["10 open"]);
    }

    [Fact]
    public async Task The_creative_tools_credits_are_topped_up_and_given_back()
    {
        await _credited.App.Run("profile.choose", "tnt_platform", new { profile = "creative" });
        var studio = await _credited.Limited.On("creative", "free");
        await _credited.Use(studio, "500", "credits");
        (await _credited.Try(studio, "10", "credits")).ShouldBe(402);

        await _credited.Grant(studio, "100", "credits");
        await _credited.Limited.Keyed(studio, "credits", "10", "picture-1");
        await _credited.App.Post("/api/v1/entitlements/refund", new { tenant = studio, key = "picture-1" });

        LimitedPlatform
            .Said(await _credited.Limited.Entitlement(studio, "credits"), "limit", "used", "remaining", "credits")
            .ShouldBe(["500", "500", "100", "100"]);
        await _credited.Sums(studio);
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
    public async Task What_can_not_be_granted_is_refused_in_words(string feature, string amount, string? until, string code)
    {
        var acme = await _credited.Limited.On("bad-credits");

        var refused = await _credited.Refused(
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
        (await _credited.Grants(acme)).ShouldBeEmpty();
    }

    private static object Input(string amount) =>
        new
        {
            feature = "sessions",
            amount,
            reason = "Agreed",
        };
}
