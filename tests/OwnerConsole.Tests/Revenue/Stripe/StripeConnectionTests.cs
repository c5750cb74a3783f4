using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>Connecting Stripe checks the account, and never shows the key or the signing secret again.</summary>
public sealed class StripeConnectionTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync() => _stage = await StripeStage.Open();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_connection_shows_its_account_and_what_the_key_cant_read()
    {
        var tested = await _stage.App.Post("/api/v1/stripe/test", new { mode = "test", api_key = StripeStage.BlindKey });
        await _stage.Connect(StripeStage.BlindKey);

        var connection = (await _stage.App.Get("/api/v1/stripe/connections")).GetProperty("data")[0];

        foreach (var seen in new[] { tested, connection })
        {
            seen.GetProperty("account_id").GetString().ShouldBe("acct_1FakeStripe");
            seen.GetProperty("account_name").GetString().ShouldBe("Lumen Studios");
            seen.GetProperty("missing_permissions").EnumerateArray().Select(name => name.GetString()).ShouldBe(["Checkout Sessions", "Disputes"]);
        }
        tested.GetProperty("is_restricted").GetBoolean().ShouldBeTrue();
        connection.GetProperty("api_key_end").GetString().ShouldBe("unds");
        connection.GetRawText().ShouldNotContain(StripeStage.BlindKey);
        connection.GetRawText().ShouldNotContain(StripeStage.Secret);
        _stage.Server.Requests.All.ShouldAllBe(request => request.Headers["stripe-version"] == "2026-10-28.endive");
    }

    [Theory]
    [InlineData("live", "rk_test_FakeStripe", "whsec_FakeStripe", "wrong_mode")]
    [InlineData("test", "pk_test_FakeStripe1234", "whsec_FakeStripe", "publishable_key")]
    [InlineData("test", "rk_test_x", "whsec_FakeStripe", "bad_api_key")]
    [InlineData("test", "rk_test_FakeStripe\r\nX-Header: 1", "whsec_FakeStripe", "bad_api_key")]
    [InlineData("test", "rk_test_FakeStripe", "we_1FakeStripe1234", "bad_signing_secret")]
    [InlineData("test", "rk_test_FakeStripe", null, "signing_secret_needed")]
    [InlineData("test", null, "whsec_FakeStripe", "api_key_needed")]
    public async Task An_invalid_connection_is_refused(string mode, string? key, string? secret, string code)
    {
        var input = new
        {
            mode,
            api_key = key,
            signing_secret = secret,
        };

        (await _stage.App.Refusal("stripe.connect", IdGenerator.Platform, input)).ShouldBe(code);
    }

    [Fact]
    public async Task A_key_that_Stripe_refuses_is_explained_and_checked_again_after_a_change()
    {
        var tested = await _stage.App.Post("/api/v1/stripe/test", new { mode = "test", api_key = "rk_test_DeletedInStripe" });
        await _stage.Save("rk_test_DeletedInStripe");
        var failing = await _stage.App.Await("/api/v1/stripe/connections", answer => Error(answer) is not null);
        var needs = await _stage.App.Get("/api/v1/stripe/connections");

        tested.GetProperty("error").GetString().ShouldBe("Stripe doesn't accept the API key. It may have been deleted or have expired.");
        Error(failing).ShouldBe(Error(needs));

        await _stage.Save(StripeStage.Key);
        var repaired = await _stage.App.Await(
            "/api/v1/stripe/connections",
            answer => answer.GetProperty("data")[0].GetProperty("account_id").ValueKind is JsonValueKind.String
        );
        Error(repaired).ShouldBeNull();
    }

    private static string? Error(JsonElement connections) => connections.GetProperty("data")[0].GetProperty("error").GetString();
}
