using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Gates;

public sealed partial class SecurityHeadersTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("/healthz", 200)]
    [InlineData("/sign-in", 200)]
    [InlineData("/settings/account", 302)]
    [InlineData("/nothing/here", 404)]
    [InlineData("/csp-reports", 405)]
    public async Task Every_response_has_security_headers(string path, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");

        var answer = await console.Client.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(status);
        ShouldBeGuarded(answer);
    }

    [Theory]
    [InlineData("/api/v1/tenants", 401)]
    [InlineData("/api/v1/nothing", 404)]
    public async Task Data_responses_cannot_load_content_be_framed_or_be_cached(string path, int status)
    {
        var answer = await console.Client.GetAsync(path);

        ((int)answer.StatusCode).ShouldBe(status);
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; frame-ancestors 'none'"]);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/find/known")]
    [InlineData("/find/found?q=anything")]
    [InlineData("/explore/file?metric=tenants.total")]
    [InlineData("/sign-in")]
    [InlineData("/healthz")]
    public async Task Responses_are_never_cached_unless_their_route_allows_it(string path)
    {
        var owner = await TestBrowser.Join(console, "owner");

        var answer = await owner.Get(path);

        ((int)answer.StatusCode).ShouldBeLessThan(400);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/console.css")]
    [InlineData("/console.js")]
    public async Task Static_files_forbid_sniffing_and_use_by_other_sites(string path)
    {
        var answer = await console.Client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
        answer.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromDays(365));
        answer.Headers.Contains("Content-Security-Policy").ShouldBeFalse(); // The policy applies to pages and is as long as a small file.
    }

    [Fact]
    public async Task An_image_opened_as_a_page_loads_nothing()
    {
        var answer = await console.Client.GetAsync("/brand.svg");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; frame-ancestors 'none'"]);
        answer.Headers.Contains("Permissions-Policy").ShouldBeFalse(); // The headers of a page are longer than the image.
    }

    [Fact]
    public async Task Error_pages_have_security_headers_and_hide_the_cause()
    {
        await using var own = await TestConsole.Start();
        await using var super = await TestCluster.Current.OpenAsSuper(own.Options.Connections);
        await using var broken = new Npgsql.NpgsqlCommand("alter table auth.users rename to lost", super);
        await broken.ExecuteNonQueryAsync();
        var visitor = new TestBrowser(own);

        var answer = await visitor.Get("/sign-in");

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        ShouldBeGuarded(answer);
        visitor.Page.ShouldContain("Something went wrong");
        visitor.Page.ShouldNotContain("auth.users");
        visitor.Page.ShouldNotContain("Npgsql");
    }

    [Fact]
    public async Task A_nonce_is_used_once_and_never_cached()
    {
        var first = await console.Client.GetAsync("/sign-in");
        var second = await console.Client.GetAsync("/sign-in");

        NonceOf(first).ShouldNotBe(NonceOf(second));
        first.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task HTTPS_responses_have_a_strict_transport_security_header()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        request.Headers.Add("X-Forwarded-Proto", "https");

        var secure = await console.Client.SendAsync(request);
        var plain = await console.Client.GetAsync("/healthz");

        secure.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
        plain.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Fact]
    public async Task No_page_has_an_inline_style_or_handler()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestBrowser.Owner(own);

        foreach (var path in new[] { "/settings/account", "/settings/keys", "/nothing" })
        {
            await owner.Get(path);
            InlineCode().IsMatch(owner.Page).ShouldBeFalse(path);
        }
    }

    [Theory]
    [InlineData("""[{"type":"csp-violation","body":{"blockedURL":"inline","effectiveDirective":"script-src-elem"}}]""", 204)]
    [InlineData("""{"csp-report":{"blocked-uri":"inline","violated-directive":"script-src"}}""", 204)]
    [InlineData("""[1, null, "x", {"body": 3}]""", 204)]
    [InlineData("{", 400)]
    public async Task Valid_CSP_reports_are_accepted_and_invalid_ones_refused(string report, int status)
    {
        var answer = await console.Client.PostAsync("/csp-reports", new StringContent(report, Encoding.UTF8, "application/reports+json"));

        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task A_huge_CSP_report_is_refused()
    {
        var answer = await console.Client.PostAsync("/csp-reports", new ByteArrayContent(new byte[20_000]));

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private static void ShouldBeGuarded(HttpResponseMessage answer)
    {
        var csp = answer.Headers.GetValues("Content-Security-Policy").Single();
        csp.ShouldStartWith("default-src 'none'; script-src 'nonce-");
        csp.ShouldContain("frame-ancestors 'none'");
        csp.ShouldContain("require-trusted-types-for 'script'");
        csp.ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
        answer.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    private static string NonceOf(HttpResponseMessage answer) => Nonce().Match(answer.Headers.GetValues("Content-Security-Policy").Single()).Groups[1].Value;

    [GeneratedRegex("'nonce-([0-9a-f]{32})'")]
    private static partial Regex Nonce();

    [GeneratedRegex(@"\s(style|on[a-z]+|hx-on[^=]*)=")]
    private static partial Regex InlineCode();
}
