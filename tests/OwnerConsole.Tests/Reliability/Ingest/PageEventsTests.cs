using System.Globalization;
using System.Net;
using System.Text;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tests.Reliability.Ingest;

/// <summary>Keys that stand in a browser: only pages of the origins that a key names may send with it.</summary>
public sealed class PageEventsTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Ours = "https://app.studio.example",
        Foreign = "https://evil.example";

    [Theory]
    [InlineData("/api/v1/events", "application/cloudevents-batch+json", "[]", 202)]
    [InlineData("/v1/batch", "application/json", """{"batch": []}""", 200)]
    [InlineData("/batch/", "application/json", """{"api_key": "<key>", "batch": []}""", 200)]
    public async Task A_page_sends_where_the_key_names_its_origin(string path, string type, string body, int status)
    {
        var page = await TestApplication.OnPages(console, "http://localhost:5173", Ours);
        var server = await TestApplication.Connect(console, scopes: ["event.report"]);

        using var ours = await Send(page, path, type, body, Ours);
        using var foreign = await Send(page, path, type, body, Foreign);
        using var sandboxed = await Send(page, path, type, body, "null");
        using var unnamed = await Send(server, path, type, body, Ours);
        using var outside = await Send(page, path, type, body, origin: null);

        ((int)ours.StatusCode, Allowed(ours), ours.Headers.Vary.Single()).ShouldBe((status, Ours, "Origin"));
        ours.Headers.GetValues("RateLimit-Policy").ShouldBe(["\"key\";q=2000;w=2"]); // of what programs call for everything that happens
        foreach (var refused in new[] { foreign, sandboxed, unnamed })
        {
            (refused.StatusCode, Allowed(refused)).ShouldBe((HttpStatusCode.Forbidden, null));
            (await refused.Content.ReadAsStringAsync()).ShouldContain("origin_not_allowed");
        }
        ((int)outside.StatusCode, Allowed(outside)).ShouldBe((status, null));
    }

    [Fact]
    public async Task A_sender_of_webhooks_says_its_name_where_a_browser_says_the_origin()
    {
        var app = await TestApplication.Connect(console, scopes: ["event.report"]);

        using var answer = await Send(app, "/api/v1/events", "application/cloudevents-batch+json", "[]", "eventemitter.example.com");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_page_can_read_why_it_was_refused()
    {
        var page = await TestApplication.OnPages(console, Ours);

        using var answer = await Send(page, "/api/v1/events", "application/json", "{}", Ours);

        (answer.StatusCode, Allowed(answer)).ShouldBe((HttpStatusCode.UnsupportedMediaType, Ours));
    }

    [Fact]
    public async Task A_page_can_read_what_is_said_before_anybody_knows_whose_key_it_is()
    {
        await TestApplication.OnPages(console, Ours);
        await Asked(console, "/api/v1/events", Ours, 204);
        var stranger = TestApplication.WithKey(console, "oc_live_nobody");

        using var unknown = await Send(stranger, "/api/v1/events", "application/cloudevents-batch+json", "[]", Ours);
        using var large = await Send(stranger, "/api/v1/events", "application/cloudevents-batch+json", new string(' ', 31_000_000), Ours);
        using var foreign = await Send(stranger, "/api/v1/events", "application/cloudevents-batch+json", "[]", Foreign);

        (unknown.StatusCode, Allowed(unknown)).ShouldBe((HttpStatusCode.Unauthorized, Ours));
        (large.StatusCode, Allowed(large)).ShouldBe((HttpStatusCode.RequestEntityTooLarge, Ours));
        (foreign.StatusCode, Allowed(foreign)).ShouldBe((HttpStatusCode.Unauthorized, null));
    }

    [Fact]
    public async Task Whoever_asks_before_sending_does_not_keep_the_database_busy()
    {
        await TestApplication.OnPages(console, Ours);
        await Asked(console, "/v1/track", Ours, 204);

        await using var taken = await console.Database.IdentityDataSource.OpenConnectionAsync(); // the only one
        using var answer = await Ask(console, "/v1/track", ("Origin", Ours), ("Access-Control-Request-Method", "POST"));

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("/api/v1/events")]
    [InlineData("/v1/track")]
    [InlineData("/i/v0/e/")]
    public async Task A_browser_may_ask_first_for_an_origin_that_any_key_names(string path)
    {
        await TestApplication.OnPages(console, Ours);

        using var ours = await Asked(console, path, Ours, 204);
        using var foreign = await Ask(console, path, ("Origin", Foreign), ("Access-Control-Request-Method", "POST"));

        ((int)ours.StatusCode, Allowed(ours)).ShouldBe((204, Ours));
        ours.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("Authorization");
        ours.Headers.GetValues("Access-Control-Allow-Methods").ShouldBe(["POST"]);
        (foreign.StatusCode, Allowed(foreign)).ShouldBe((HttpStatusCode.Forbidden, null));
    }

    [Fact]
    public async Task An_origin_is_forgotten_with_the_last_key_that_names_it()
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
        using var before = await Asked(alone, "/v1/batch", Ours, 204);

        await app.Undo(run);

        using var after = await Asked(alone, "/v1/batch", Ours, 403);
        (Allowed(before), Allowed(after)).ShouldBe((Ours, null));
    }

    [Fact]
    public async Task Nothing_else_may_be_called_by_pages()
    {
        await TestApplication.OnPages(console, Ours);

        using var answer = await Ask(console, "/api/v1/tenants", ("Origin", Ours), ("Access-Control-Request-Method", "GET"));

        (answer.StatusCode, Allowed(answer)).ShouldBe((HttpStatusCode.MethodNotAllowed, null));
    }

    [Fact]
    public async Task Whoever_would_send_webhooks_is_told_that_it_may_and_how_often()
    {
        using var answer = await Ask(console, "/api/v1/events", ("WebHook-Request-Origin", "eventemitter.example.com"), ("WebHook-Request-Rate", "120"));

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        answer.Headers.GetValues("WebHook-Allowed-Origin").ShouldBe(["*"]);
        answer.Content.Headers.Allow.ShouldContain("POST");
        var rate = int.Parse(answer.Headers.GetValues("WebHook-Allowed-Rate").Single(), CultureInfo.InvariantCulture);
        var app = await TestApplication.Connect(console, scopes: ["event.report"]);
        using var sent = await Send(app, "/api/v1/events", "application/cloudevents-batch+json", "[]", origin: null);
        var policy = sent.Headers.GetValues("RateLimit-Policy").Single(); // calls at once, and the seconds in which they come back
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
        request.Headers.ExpectContinue = body.Length > 1_000_000; // the connection is closed on who is still sending
        return await app.Http.SendAsync(request);
    }

    /// <summary>Asks before sending until it is answered so: which origins there are is known some seconds later.</summary>
    private static async Task<HttpResponseMessage> Asked(TestConsole console, string path, string origin, int status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var answer = await Ask(console, path, ("Origin", origin), ("Access-Control-Request-Method", "POST"));
            if ((int)answer.StatusCode == status)
                return answer;
            answer.Dispose();
            await Task.Delay(100, patience.Token);
        }
    }

    private static async Task<HttpResponseMessage> Ask(TestConsole console, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await console.Client.SendAsync(request);
    }
}
