using System.Globalization;
using System.Net;
using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Ingest;

/// <summary>Browser keys: only pages of the origins of a key can send events with it.</summary>
public sealed class PageEventsTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Ours = "https://app.studio.example",
        Foreign = "https://evil.example";

    [Theory]
    [InlineData("/api/v1/events", "application/cloudevents-batch+json", "[]", 202)]
    [InlineData("/v1/batch", "application/json", """{"batch": []}""", 200)]
    [InlineData("/batch/", "application/json", """{"api_key": "<key>", "batch": []}""", 200)]
    public async Task A_page_can_send_if_the_key_lists_its_origin(string path, string type, string body, int status)
    {
        var page = await TestApplication.OnPages(console, "http://localhost:5173", Ours);
        var server = await TestApplication.Connect(console, scopes: ["event.report"]);

        using var ours = await Send(page, path, type, body, Ours);
        using var foreign = await Send(page, path, type, body, Foreign);
        using var sandboxed = await Send(page, path, type, body, "null");
        using var unnamed = await Send(server, path, type, body, Ours);
        using var outside = await Send(page, path, type, body, origin: null);

        ((int)ours.StatusCode, Allowed(ours), ours.Headers.Vary.Single()).ShouldBe((status, Ours, "Origin"));
        ours.Headers.GetValues("RateLimit-Policy").ShouldBe(["\"key\";q=2000;w=2"]); // The limit of event ingestion.
        foreach (var refused in new[] { foreign, sandboxed, unnamed })
        {
            (refused.StatusCode, Allowed(refused)).ShouldBe((HttpStatusCode.Forbidden, null));
            (await refused.Content.ReadAsStringAsync()).ShouldContain("origin_not_allowed");
        }
        ((int)outside.StatusCode, Allowed(outside)).ShouldBe((status, null));
    }

    [Fact]
    public async Task A_webhook_sender_can_send_its_name_as_the_origin()
    {
        var app = await TestApplication.Connect(console, scopes: ["event.report"]);

        using var answer = await Send(app, "/api/v1/events", "application/cloudevents-batch+json", "[]", "eventemitter.example.com");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_page_can_read_why_its_request_was_refused()
    {
        var page = await TestApplication.OnPages(console, Ours);

        using var answer = await Send(page, "/api/v1/events", "application/json", "{}", Ours);

        (answer.StatusCode, Allowed(answer)).ShouldBe((HttpStatusCode.UnsupportedMediaType, Ours));
    }

    [Fact]
    public async Task A_page_can_read_errors_that_occur_before_authentication()
    {
        await TestApplication.OnPages(console, Ours);
        await PreflightUntil(console, "/api/v1/events", Ours, 204);
        var stranger = TestApplication.WithKey(console, "oc_live_nobody");

        using var unknown = await Send(stranger, "/api/v1/events", "application/cloudevents-batch+json", "[]", Ours);
        using var large = await Send(stranger, "/api/v1/events", "application/cloudevents-batch+json", new string(' ', 31_000_000), Ours);
        using var foreign = await Send(stranger, "/api/v1/events", "application/cloudevents-batch+json", "[]", Foreign);

        (unknown.StatusCode, Allowed(unknown)).ShouldBe((HttpStatusCode.Unauthorized, Ours));
        (large.StatusCode, Allowed(large)).ShouldBe((HttpStatusCode.RequestEntityTooLarge, Ours));
        (foreign.StatusCode, Allowed(foreign)).ShouldBe((HttpStatusCode.Unauthorized, null));
    }

    [Fact]
    public async Task A_preflight_request_needs_no_database_connection()
    {
        await TestApplication.OnPages(console, Ours);
        await PreflightUntil(console, "/v1/track", Ours, 204);

        await using var taken = await console.Database.IdentityDataSource.OpenConnectionAsync(); // This is the only connection.
        using var answer = await Preflight(console, "/v1/track", ("Origin", Ours), ("Access-Control-Request-Method", "POST"));

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("/api/v1/events")]
    [InlineData("/v1/track")]
    [InlineData("/i/v0/e/")]
    public async Task A_preflight_succeeds_for_any_origin_that_a_key_lists(string path)
    {
        await TestApplication.OnPages(console, Ours);

        using var ours = await PreflightUntil(console, path, Ours, 204);
        using var foreign = await Preflight(console, path, ("Origin", Foreign), ("Access-Control-Request-Method", "POST"));

        ((int)ours.StatusCode, Allowed(ours)).ShouldBe((204, Ours));
        ours.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("Authorization");
        ours.Headers.GetValues("Access-Control-Allow-Methods").ShouldBe(["POST"]);
        (foreign.StatusCode, Allowed(foreign)).ShouldBe((HttpStatusCode.Forbidden, null));
    }

    [Fact]
    public async Task An_origin_is_removed_with_the_last_key_that_lists_it()
    {
        await using var alone = await TestConsole.Start();
        var app = await TestApplication.Connect(alone);
        var run = await app.Run(
            "api_key.create",
            IdGenerator.Platform,
            new
            {
                name = "Site",
                scopes = new[] { "event.report" },
                origins = new[] { Ours },
            }
        );
        using var before = await PreflightUntil(alone, "/v1/batch", Ours, 204);

        await app.Undo(run);

        using var after = await PreflightUntil(alone, "/v1/batch", Ours, 403);
        (Allowed(before), Allowed(after)).ShouldBe((Ours, null));
    }

    [Fact]
    public async Task Pages_can_call_no_other_routes()
    {
        await TestApplication.OnPages(console, Ours);

        using var answer = await Preflight(console, "/api/v1/tenants", ("Origin", Ours), ("Access-Control-Request-Method", "GET"));

        (answer.StatusCode, Allowed(answer)).ShouldBe((HttpStatusCode.MethodNotAllowed, null));
    }

    [Fact]
    public async Task The_webhook_validation_request_returns_the_allowed_rate()
    {
        using var answer = await Preflight(console, "/api/v1/events", ("WebHook-Request-Origin", "eventemitter.example.com"), ("WebHook-Request-Rate", "120"));

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        answer.Headers.GetValues("WebHook-Allowed-Origin").ShouldBe(["*"]);
        answer.Content.Headers.Allow.ShouldContain("POST");
        var rate = int.Parse(answer.Headers.GetValues("WebHook-Allowed-Rate").Single(), CultureInfo.InvariantCulture);
        var app = await TestApplication.Connect(console, scopes: ["event.report"]);
        using var sent = await Send(app, "/api/v1/events", "application/cloudevents-batch+json", "[]", origin: null);
        var policy = sent.Headers.GetValues("RateLimit-Policy").Single(); // Burst size, and the seconds in which it is refilled.
        var (calls, seconds) = (Number(policy, "q="), Number(policy, "w="));
        rate.ShouldBe(calls / seconds * 60);
    }

    private static int Number(string policy, string name) =>
        int.Parse(policy.Split(';').Single(part => part.StartsWith(name, StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);

    private static string? Allowed(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? origins.Single() : null;

    private static async Task<HttpResponseMessage> Send(TestApplication app, string path, string type, string body, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.Replace("<key>", app.Key), Encoding.UTF8, type) };
        if (origin is not null)
            request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.ExpectContinue = body.Length > 1_000_000; // The server closes the connection while the client is still sending.
        return await app.Http.SendAsync(request);
    }

    /// <summary>Repeats the preflight until it has the expected status, because new origins apply after some seconds.</summary>
    private static async Task<HttpResponseMessage> PreflightUntil(TestConsole console, string path, string origin, int status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var answer = await Preflight(console, path, ("Origin", origin), ("Access-Control-Request-Method", "POST"));
            if ((int)answer.StatusCode == status)
                return answer;
            answer.Dispose();
            await Task.Delay(100, patience.Token);
        }
    }

    private static async Task<HttpResponseMessage> Preflight(TestConsole console, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await console.Client.SendAsync(request);
    }
}
