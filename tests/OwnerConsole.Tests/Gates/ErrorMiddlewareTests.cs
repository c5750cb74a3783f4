using System.Net;
using System.Text;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Gates;

public sealed class ErrorMiddlewareTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "not_found")]
    [InlineData("DELETE", "/api/v1/tenants", 405, "method_not_allowed")]
    public async Task The_API_returns_every_error_in_the_same_format(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");

        var answer = await console.Client.SendAsync(request);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("request_id").GetString().ShouldNotBeNullOrEmpty();
        problem.TryGetProperty("errors", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_invalid_Unicode_field_name_is_a_client_error()
    {
        var application = await TestApplication.Connect(console);

        var (status, body) = await application.Send(HttpMethod.Post, "/api/v1/previews", """{"\ud800": 1}""");

        status.ShouldBe(400);
        body.GetProperty("code").GetString().ShouldBe("bad_text");
    }

    [Fact]
    public async Task A_route_that_reads_a_form_refuses_other_content_types()
    {
        var application = await TestApplication.Connect(console);

        var (status, body) = await application.Send(HttpMethod.Post, "/operations/run_00000000000000000000000000/approve", "{}");

        (status, body.GetProperty("code").GetString()).ShouldBe((415, "unsupported_media_type"));
    }

    [Theory]
    [InlineData("/api/v1/imports", "text/plain", 1, 415, "unsupported_media_type")]
    [InlineData("/api/v1/previews", "application/json", (1 << 20) + 1, 413, "too_large")]
    public async Task The_API_refuses_a_body_of_another_type_or_above_the_limit(string path, string type, int length, int status, string code)
    {
        var application = await TestApplication.Connect(console);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(new string(' ', length), Encoding.UTF8, type) };
        request.Headers.ExpectContinue = true; // asks first, because the connection is closed on a client that is still sending

        using var answer = await application.Http.SendAsync(request);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        ((int)answer.StatusCode, problem.GetProperty("code").GetString()).ShouldBe((status, code));
    }

    [Fact]
    public async Task Browsers_get_an_error_page_and_fragments_get_a_toast()
    {
        var visitor = new TestBrowser(console);

        var page = await visitor.Get("/nothing");
        visitor.Page.ShouldContain("<h1>Not found</h1>");
        var fragment = await visitor.Get("/nothing", ("HX-Request-Type", "partial"));

        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        fragment.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        visitor.Page.ShouldContain("<p class=\"toast\">No page or endpoint exists at this address.</p>");
        visitor.Page.ShouldNotContain("<html");
        fragment.Headers.GetValues("HX-Reswap").ShouldBe(["none"]);
    }

    [Fact]
    public async Task An_unreachable_database_returns_a_retryable_error()
    {
        CuttableProxy way = null!; // set before the console starts
        await using var lonely = await TestConsole.Start(options =>
            options with
            {
                Connections = options.Connections with { App = (way = CuttableProxy.To(options.Connections.App)).Connection },
            }
        );
        way.Cut();

        var answer = await lonely.Client.GetAsync("/sign-in");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        (await answer.Content.ReadAsStringAsync()).ShouldContain("database_away");
    }

    [Fact]
    public async Task A_page_with_many_failing_parts_returns_one_error()
    {
        CuttableProxy way = null!; // set before the console starts
        await using var lonely = await TestConsole.Start(options =>
            options with
            {
                Connections = options.Connections with { Console = (way = CuttableProxy.To(options.Connections.Console)).Connection },
            }
        );
        var owner = await TestBrowser.Owner(lonely);
        var missing = await owner.Get("/nothing");
        owner.Page.ShouldContain($"nonce=\"{missing.Headers.GetValues("Content-Security-Policy").Single().Split("'nonce-")[1].Split('\'')[0]}\"");
        way.Cut();

        for (var asked = 0; asked < 10; asked++)
        {
            var answer = await owner.Get("/tenants");

            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            owner.Page.ShouldContain("The database is not responding");
        }
    }

    [Fact]
    public async Task A_rate_limited_key_is_told_when_to_retry()
    {
        var application = await TestApplication.Connect(console);
        using var hasty = new HttpClient { BaseAddress = console.Address };
        hasty.DefaultRequestHeaders.Authorization = new("Bearer", application.Key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => hasty.GetAsync("/api/v1/api-keys")));

        var refused = answers.First(answer => answer.StatusCode is HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        refused.Headers.GetValues("RateLimit-Policy").ShouldBe(["\"key\";q=100;w=2"]);
        refused.Headers.GetValues("RateLimit").Single().ShouldStartWith("\"key\";r=");
        (await refused.Content.ReadAsStringAsync()).ShouldContain("too_many_requests");
        answers.Count(answer => answer.IsSuccessStatusCode).ShouldBeGreaterThanOrEqualTo(100);
    }
}
