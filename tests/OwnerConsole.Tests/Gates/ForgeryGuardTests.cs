using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Gates;

public sealed class ForgeryGuardTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test
    private TestBrowser _owner = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _owner = await TestBrowser.Owner(_console);
        await _owner.Get("/settings/keys");
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_cross_site_form_is_refused_even_with_a_stolen_token(string header, string value)
    {
        var answer = await _owner.PostRaw("/sign-out", TestBrowser.Form(("__RequestVerificationToken", _owner.Token)), (header, value));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await _owner.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_form_without_the_token_is_refused()
    {
        var answer = await _owner.PostRaw("/sign-out", TestBrowser.Form(), ("Sec-Fetch-Site", "same-origin"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _owner.Page.ShouldContain("Reload it and try again");
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.Forbidden)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)] // A cross-site page can send this without a preflight; the body is not read.
    public async Task A_json_post_with_the_cookie_and_no_token_is_refused(string type, HttpStatusCode status)
    {
        var body = new StringContent("""{"operation":"tenant.suspend","subjects":["tnt_x"]}""", Encoding.UTF8, type);

        var answer = await _owner.PostRaw("/api/v1/previews", body, ("Sec-Fetch-Site", "same-origin"));

        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_json_post_with_the_token_in_its_header_passes_the_guard()
    {
        var body = new StringContent("""{"operation":"tenant.suspend","subjects":["tnt_x"],"input":{"cause":"billing"}}""", Encoding.UTF8, "application/json");

        var answer = await _owner.PostRaw("/api/v1/previews", body, ("Sec-Fetch-Site", "same-origin"), ("RequestVerificationToken", _owner.Token));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_anonymous_form_token_is_invalid_with_a_session()
    {
        var stranger = new TestBrowser(_console);
        await stranger.Get("/sign-in");

        var answer = await _owner.PostRaw("/sign-out", TestBrowser.Form(("__RequestVerificationToken", stranger.Token)), ("Sec-Fetch-Site", "same-origin"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Another_site_cannot_sign_a_visitor_in()
    {
        var stranger = new TestBrowser(_console);
        await stranger.Get("/sign-in");

        var answer = await stranger.PostRaw(
            "/sign-in",
            TestBrowser.Form(("email", TestBrowser.Email), ("password", TestBrowser.Password), ("__RequestVerificationToken", stranger.Token)),
            ("Sec-Fetch-Site", "cross-site")
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        stranger.Cookie.ShouldBeNull();
    }

    [Fact]
    public async Task Every_changing_route_refuses_cross_site_requests_and_requests_without_a_token()
    {
        var routes = _console
            .Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<RequiredPermission>() is not { IsPortal: true }) // Console sessions are not valid in the portal; see AskPageTests.
            .Where(route => route.Metadata.GetMetadata<PublicContent>() is null) // Public pages ignore cookies, so there is no session to abuse.
            .SelectMany(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Select(method => (Route: route, Method: method)) ?? [])
            .Where(asked => asked.Method is not ("GET" or "HEAD" or "OPTIONS") && asked.Route.Metadata.GetMetadata<BrowserReport>() is null)
            .ToList();

        foreach (var (route, method) in routes)
        foreach (var (site, token) in new[] { ("cross-site", _owner.Token), ("same-site", _owner.Token), ("same-origin", "") })
        {
            var address =
                "/" + string.Join('/', route.RoutePattern.PathSegments.Select(part => part.Parts[0] is RoutePatternLiteralPart name ? name.Content : "x"));
            var types = route.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? [];
            HttpContent body = types is [var type, ..] ? new StringContent("{}", Encoding.UTF8, type) : TestBrowser.Form(("__RequestVerificationToken", token));

            var answer = await _owner.Send(new(method), address, body, ("Sec-Fetch-Site", site), ("RequestVerificationToken", token));

            if (
                answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest
                && types.Count == 0
                && route.Metadata.GetMetadata<RequiredPermission>() is { Name: "event.report" or "error.report" or "telemetry.report" }
            )
                continue; // An SDK calls it with a key, and cookies don't authenticate it.
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{method} {address} from {site}");
            _owner.Page.ShouldContain("This page is out of date", Case.Sensitive, $"{method} {address} from {site}");
        }
        routes.Count.ShouldBeGreaterThan(40);
    }
}
