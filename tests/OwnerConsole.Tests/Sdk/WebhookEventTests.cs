using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using OwnerConsole.Client;
using OwnerConsole.Fixtures;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tests.Sdk;

/// <summary>Webhooks of the console, and forged ones.</summary>
public sealed class WebhookEventTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly string s_secret = StandardWebhook.CreateSecret(Enumerable.Repeat((byte)7, 32).ToArray());
    private readonly Channel<WebhookEvent> _received = Channel.CreateUnbounded<WebhookEvent>();

    [Fact]
    public async Task An_event_reaches_its_handler_also_while_the_secret_is_rotated()
    {
        var (owner, tenant) = await console.Studio();
        var port = InstalledConsole.FreePort();
        var (endpoint, first) = await Add(owner, $"http://127.0.0.1:{port}{ConnectedApp.Path}");
        WebhookEvent suspended,
            reactivated;
        string second;

        await using (await ConnectedApp.Start(ConnectedApp.To(console.Address, owner.Key, first), Hear, port))
        {
            await owner.Run("tenant.suspend", tenant, new { cause = "billing" });
            suspended = await Next();
            second = (await owner.Run("webhook_endpoint.rotate", endpoint)).GetProperty("secret").GetString()!;
            await owner.Run("tenant.reactivate", tenant);
            reactivated = await Next(); // signed with both secrets, and this application knows the old one
        }
        await using var app = await ConnectedApp.Start(ConnectedApp.To(console.Address, owner.Key, second), Hear, port);
        await owner.Run("tenant.suspend", tenant, new { cause = "abuse" });
        var again = await Next();

        (suspended.Type, suspended.As<SuspendedData>()!.Cause).ShouldBe(("tenant.suspended", "billing"));
        suspended.Tenant!.Id.ShouldBe(tenant);
        reactivated.Type.ShouldBe("tenant.reactivated");
        again.As<SuspendedData>()!.Cause.ShouldBe("abuse");
        again.Sequence.ShouldBeGreaterThan(suspended.Sequence);
    }

    [Fact]
    public async Task An_event_whose_handler_throws_is_sent_again()
    {
        var (owner, tenant) = await console.Studio();
        var port = InstalledConsole.FreePort();
        var (_, secret) = await Add(owner, $"http://127.0.0.1:{port}{ConnectedApp.Path}");
        var times = 0;
        await using var app = await ConnectedApp.Start(
            ConnectedApp.To(console.Address, owner.Key, secret),
            hear =>
                hear.OnEvent(
                    "tenant.*",
                    (told, _) => ++times == 1 ? throw new InvalidOperationException("not yet") : _received.Writer.WriteAsync(told).AsTask()
                ),
            port
        );

        await owner.Run("tenant.suspend", tenant, new { cause = "billing" });

        (await Next()).Type.ShouldBe("tenant.suspended"); // some five seconds later
    }

    [Theory]
    [InlineData(0, null, HttpStatusCode.NoContent, true)]
    [InlineData(-301, null, HttpStatusCode.BadRequest, false)]
    [InlineData(301, null, HttpStatusCode.BadRequest, false)]
    [InlineData(0, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", HttpStatusCode.BadRequest, false)]
    public async Task Only_recent_messages_signed_by_the_console_are_handled(int seconds, string? secret, HttpStatusCode status, bool isHeard)
    {
        await using var app = await ConnectedApp.Start(ConnectedApp.To(console.Address, "", s_secret), Hear);

        var answer = await Tell(app, "evt_1", TimeProvider.System.GetUtcNow().AddSeconds(seconds), secret ?? s_secret);

        answer.ShouldBe(status);
        _received.Reader.TryRead(out _).ShouldBe(isHeard);
    }

    /// <summary>Regression test for fault 8: parsing this body would answer 500.</summary>
    [Fact]
    public async Task An_unsigned_message_is_refused_before_it_is_parsed()
    {
        await using var app = await ConnectedApp.Start(ConnectedApp.To(console.Address, "", s_secret), Hear);

        using var http = new HttpClient();
        using var forged = new HttpRequestMessage(HttpMethod.Post, app.Endpoint) { Content = new ByteArrayContent("{\"type\": \"tenant."u8.ToArray()) };
        forged.Headers.Add("webhook-id", "evt_1");
        forged.Headers.Add("webhook-timestamp", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        forged.Headers.Add("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        using var answer = await http.SendAsync(forged);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        _received.Reader.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_replayed_message_is_ignored_and_a_new_attempt_is_handled()
    {
        await using var app = await ConnectedApp.Start(ConnectedApp.To(console.Address, "", s_secret), Hear);
        var now = TimeProvider.System.GetUtcNow();

        HttpStatusCode[] answers =
        [
            await Tell(app, "evt_1", now, s_secret),
            await Tell(app, "evt_1", now, s_secret),
            await Tell(app, "evt_1", now.AddSeconds(1), s_secret),
        ];

        answers.ShouldAllBe(answer => answer == HttpStatusCode.NoContent);
        _received.Reader.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_oversized_message_is_not_read()
    {
        await using var app = await ConnectedApp.Start(ConnectedApp.To(console.Address, "", s_secret), Hear);

        var answer = await Tell(app, "evt_1", TimeProvider.System.GetUtcNow(), s_secret, new string('a', 1_000_001));

        answer.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private sealed record SuspendedData(string Cause);

    private void Hear(OwnerConsoleHandlers hear) => hear.OnEvent("tenant.*", (told, _) => _received.Writer.WriteAsync(told).AsTask());

    private Task<WebhookEvent> Next() => _received.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    private static async Task<(string Id, string Secret)> Add(TestApplication owner, string url)
    {
        var run = await owner.Run("webhook_endpoint.create", "tnt_platform", new { url, mode = "live" });
        return (run.Created(), run.GetProperty("secret").GetString()!);
    }

    private static async Task<HttpStatusCode> Tell(ConnectedApp app, string id, DateTimeOffset at, string secret, string note = "")
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type = "tenant.suspended",
                timestamp = at,
                data = new { note },
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, app.Endpoint) { Content = new ByteArrayContent(body) };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardWebhook.Sign(secret, id, at, body));
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
