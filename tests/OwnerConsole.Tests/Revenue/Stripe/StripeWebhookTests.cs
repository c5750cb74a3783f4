using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Revenue.Stripe.Accounts;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>The webhook endpoint stores what Stripe has signed, once, and refuses everything else.</summary>
public sealed class StripeWebhookTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _stage = await StripeStage.Open();
        await _stage.Connect();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Only_bodies_that_Stripe_signed_in_the_last_five_minutes_are_stored()
    {
        var body = Event("evt_1", "customer.tax_id.created", "tax_id", "txi_Grüße");

        (await _stage.Send(body, null)).Status.ShouldBe(400);
        (await _stage.Send(body, Sign(body, "whsec_another"))).Body.GetProperty("code").GetString().ShouldBe("bad_signature");
        (await _stage.Send(body, Sign(body, age: 310))).Status.ShouldBe(400);
        (await _stage.Send(body, Sign(body, age: -310))).Status.ShouldBe(400);
        (await _stage.Send(body, Sign(body).Replace("v1=", "v0=", StringComparison.Ordinal))).Status.ShouldBe(400);
        (await _stage.Send(body + " ", Sign(body))).Status.ShouldBe(400);
        (await _stage.Send(body, Sign(body), "live")).Body.GetProperty("code").GetString().ShouldBe("not_connected");
        (await _stage.App.Get("/api/v1/stripe/events")).GetProperty("data").GetArrayLength().ShouldBe(0);

        (await _stage.Send(body, Sign(body))).Body.GetProperty("is_duplicate").GetBoolean().ShouldBeFalse();
        (await _stage.Send(body, Sign(body, age: 60))).Body.GetProperty("is_duplicate").GetBoolean().ShouldBeTrue();
        var stored = (await _stage.App.Get("/api/v1/stripe/events")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        stored.GetProperty("state").GetString().ShouldBe("stored"); // a type that the console doesn't know
        stored.GetProperty("object_id").GetString().ShouldBe("txi_Grüße");
    }

    [Fact]
    public async Task Live_events_are_stored_with_the_secret_of_the_live_connection()
    {
        await using var live = await StripeStage.Open(Mode.Live);
        await live.Connect();
        var body = Event("evt_live", "customer.tax_id.created", "tax_id", "txi_1").Replace("\"livemode\":false", "\"livemode\":true", StringComparison.Ordinal);

        (await live.Send(body, Sign(body, "whsec_another"), "live")).Body.GetProperty("code").GetString().ShouldBe("bad_signature");
        (await live.Send(body, Sign(body), "live")).Body.GetProperty("is_duplicate").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Stripe_is_asked_to_send_an_event_again_while_the_account_of_the_key_is_unknown()
    {
        await _stage.App.Run(
            "stripe.connect",
            IdGenerator.Platform,
            new
            {
                mode = "live",
                api_key = "rk_live_DeletedInStripe", // its check fails
                signing_secret = StripeStage.Secret,
            }
        );
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");

        using var answer = await _stage.Console.Client.PostAsync("/api/v1/stripe/webhooks/live", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(60));
        (await answer.Content.ReadAsStringAsync()).ShouldContain("account_unknown");
    }

    [Fact]
    public async Task Both_secrets_are_valid_during_a_rotation()
    {
        await _stage.App.Run("stripe.connect", IdGenerator.Platform, new { mode = "test", signing_secret = "whsec_TheNextSecret" });
        await _stage.App.Await(
            "/api/v1/stripe/connections",
            answer => answer.GetProperty("data")[0].GetProperty("checked_at").ValueKind is JsonValueKind.String
        );

        var (first, second) = (Event("evt_1", "a.b", "a", "a_1"), Event("evt_2", "a.b", "a", "a_1"));
        (await _stage.Send(first, Sign(first))).Status.ShouldBe(200);
        (await _stage.Send(second, Sign(second, "whsec_TheNextSecret"))).Status.ShouldBe(200);

        await using (var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute("update stripe.connections set previous_valid_until = now() - interval '1 second' where previous_valid_until is not null");
            await work.Commit();
        }
        _stage.Console.Services.GetRequiredService<NotificationListener>().WakeLocal(ConnectionCache.Channel); // this change is not one of the console
        var third = Event("evt_3", "a.b", "a", "a_1");
        (await _stage.Send(third, Sign(third))).Status.ShouldBe(400);
        (await _stage.Send(third, Sign(third, "whsec_TheNextSecret"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_disconnect_and_its_undo_apply_to_the_next_event()
    {
        var (first, second) = (Event("evt_1", "a.b", "a", "a_1"), Event("evt_2", "a.b", "a", "a_1"));
        (await _stage.Send(first, Sign(first))).Status.ShouldBe(200);

        var run = await _stage.App.Run("stripe.disconnect", IdGenerator.Platform, new { mode = "test" });
        var refused = await _stage.Send(second, Sign(second));
        await _stage.App.Undo(run);
        var accepted = await _stage.Send(second, Sign(second));

        refused.Body.GetProperty("code").GetString().ShouldBe("not_connected");
        accepted.Body.GetProperty("is_duplicate").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"id":"evt_1","type":"a","created":1,"livemode":false""", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"id":"cus_1","type":"a","created":1,"livemode":false}""", 400)]
    [InlineData("""{"id":"evt_1","type":"a","created":"1","livemode":false}""", 400)]
    [InlineData("""{"id":"evt_1","type":"a","created":1e300,"livemode":false}""", 400)]
    [InlineData("""{"id":"evt_1","type":"a\u0000","created":1,"livemode":false}""", 400)]
    [InlineData("""{"id":"evt_1","type":"a","created":1,"livemode":true}""", 400)]
    [InlineData("""{"id":"evt_1","type":"a","created":1,"livemode":false,"data":{"object":[1]},"x":"\ud800\u0000"}""", 200)]
    [InlineData("""{"id":"evt_1","type":"invoice.upcoming","created":1,"livemode":false,"data":{"object":{"object":"invoice","id":null}}}""", 200)]
    [InlineData(
        """{"id":"evt_1","type":"customer.updated","created":1,"livemode":false,"account":"acct_other","data":{"object":{"object":"customer","id":"cus_1"}}}""",
        200
    )]
    public async Task A_signed_body_with_unexpected_content_is_stored_or_explained(string body, int status)
    {
        var answer = await _stage.Send(body, Sign(body));

        answer.Status.ShouldBe(status, answer.Body.GetRawText());
        var stored = (await _stage.App.Get("/api/v1/stripe/events")).GetProperty("data");
        if (status == 200)
            stored[0].GetProperty("state").GetString().ShouldBe("stored");
        else
            stored.GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        var body = new string(' ', (1 << 20) + 1);

        (await _stage.Send(body, Sign(body))).Status.ShouldBe(413);
    }

    private static string Event(string id, string type, string kind, string about) =>
        Json.Element(
                new
                {
                    id,
                    type,
                    created = 1_790_812_860,
                    livemode = false,
                    data = new { @object = new { @object = kind, id = about } },
                }
            )
            .GetRawText();

    /// <param name="age">Seconds since the signature; negative for the future.</param>
    private static string Sign(string body, string secret = StripeStage.Secret, int age = 0)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - age;
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}"));
        return $"t={at},v1={Convert.ToHexStringLower(signature)}";
    }
}
