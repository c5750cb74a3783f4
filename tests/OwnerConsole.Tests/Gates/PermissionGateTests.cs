using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OwnerConsole.Fixtures;
using OwnerConsole.Gates;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Gates;

public sealed class PermissionGateTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData(null, "Send an API key")]
    [InlineData("Bearer nonsense", "is invalid, revoked or expired")]
    [InlineData("Bearer oc_live_00000000_00000000000000000000000000000000_000000", "is invalid, revoked or expired")]
    [InlineData("Basic YTpi", "is invalid, revoked or expired")]
    public async Task A_request_with_an_invalid_key_returns_a_JSON_error(string? authorization, string says)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/tenants");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);

        var answer = await console.Client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
        (await answer.Content.ReadAsStringAsync()).ShouldContain(says);
    }

    [Fact]
    public async Task A_key_with_one_character_of_its_secret_changed_is_refused()
    {
        var application = await TestApplication.Connect(console);
        var other = OwnerConsole.Pure.Signing.ApiKeyText.Parse(application.Key)!;
        var forged = other with { Secret = (other.Secret[0] == 'a' ? 'b' : 'a') + other.Secret[1..] };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/tenants");
        request.Headers.Authorization = new("Bearer", forged.ToString());

        var answer = await console.Client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_with_the_prefix_of_another_mode_is_refused()
    {
        var application = await TestApplication.Connect(console);
        var forged = OwnerConsole.Pure.Signing.ApiKeyText.Parse(application.Key)! with { IsLive = false };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/tenants");
        request.Headers.Authorization = new("Bearer", forged.ToString());

        var answer = await console.Client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_without_the_permission_learns_which_one_is_missing()
    {
        var application = await TestApplication.Connect(console, scopes: "tenant.report");

        var (status, body) = await application.Send(HttpMethod.Get, "/api/v1/tenants");

        status.ShouldBe(403);
        body.GetProperty("code").GetString().ShouldBe("forbidden");
        body.GetProperty("detail").GetString()!.ShouldContain("tenant.read");
        body.GetProperty("request_id").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_tenant_scoped_key_cannot_find_other_tenants()
    {
        var all = await TestApplication.Connect(console);
        var mine = await all.Tenant("mine");
        var other = await all.Tenant("other");
        var bound = await TestApplication.Connect(console, onlyTenant: mine);

        (await bound.Send(HttpMethod.Get, $"/api/v1/tenants/{mine}")).Status.ShouldBe(200);
        (await bound.Send(HttpMethod.Get, $"/api/v1/tenants/{other}")).Status.ShouldBe(404);
        (await bound.Send(HttpMethod.Post, $"/api/v1/tenants/{other}/suspend", """{"cause":"billing"}""")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Browsers_and_fragments_are_redirected_to_sign_in()
    {
        var visitor = new TestBrowser(console);

        var page = await visitor.Get("/settings/keys?x=1");
        var fragment = await visitor.Get("/settings/keys", ("HX-Request-Type", "partial"), ("HX-Current-URL", console.Address + "tenants?q=a"));

        page.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        page.Headers.Location!.OriginalString.ShouldBe("/sign-in?return=%2Fsettings%2Fkeys%3Fx%3D1");
        fragment.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        fragment.Headers.GetValues("HX-Redirect").ShouldBe(["/sign-in?return=%2Ftenants%3Fq%3Da"]);
        visitor.Page.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_route_without_a_declared_permission_refuses_every_request()
    {
        var context = new DefaultHttpContext();
        context.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/forgotten"), 0, EndpointMetadataCollection.Empty, null));
        var entered = false;
        var gate = new PermissionGate(
            _ =>
            {
                entered = true;
                return Task.CompletedTask;
            },
            console.Services.GetRequiredService<OperationCatalogue>(),
            NullLogger<PermissionGate>.Instance
        );

        var thrown = await Should.ThrowAsync<InvalidOperationException>(async () => await gate.Invoke(context));

        thrown.Message.ShouldContain("/forgotten");
        entered.ShouldBeFalse();
    }

    [Fact]
    public async Task API_keys_cannot_open_the_account_page()
    {
        var application = await TestApplication.Connect(console);

        var (status, body) = await application.Send(HttpMethod.Get, "/settings/account");

        status.ShouldBe(403);
        body.GetProperty("code").GetString().ShouldBe("people_only");
    }
}
