using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Gates;

/// <summary>Routes about the whole platform refuse tenant-scoped keys and test keys, with every method.</summary>
public sealed class PlatformRoutesTests(TestConsole console) : IClassFixture<TestConsole>
{
    /// <summary>Permissions of such keys. A new permission is refused to them until it is listed here.</summary>
    private static readonly string[] s_ofTenants =
    [
        "application.declare",
        "application.read",
        "automation.stop",
        "credit.grant",
        "credit.refund",
        "dunning.hold",
        "dunning.rematch",
        "dunning.release",
        "entitlement.check",
        "entitlement.consume",
        "event.report",
        "feature.read",
        "impersonation.introspect",
        "impersonation.read",
        "instance.report",
        "legal_hold.place",
        "log.read",
        "manual_invoice.create",
        "manual_subscription.create",
        "member.export",
        "member.impersonate",
        "member.read",
        "member.report",
        "meter.read",
        "metric.read",
        "note.add",
        "note.read",
        "notification.read",
        "notification.report",
        "operation.read",
        "plan.read",
        "portal.open",
        "purchase.read",
        "reporting.read",
        "status.read",
        "support_ticket.read",
        "support_ticket.report",
        "task.execute",
        "task.read",
        "upgrade.read",
        "upgrade.request",
    ];

    [Fact]
    public async Task Platform_routes_refuse_tenant_scoped_keys_and_test_keys()
    {
        var tenant = await (await TestApplication.Connect(console)).Tenant("mine");
        TestApplication[] limited = [await TestApplication.Connect(console, onlyTenant: tenant), await TestApplication.Connect(console, Mode.Test)];
        var open = new List<string>();
        var asked = 0;

        foreach (
            var route in console.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        )
        {
            if (route.Metadata.GetMetadata<RequiredPermission>() is not { IsPortal: false, Name: { } permission })
                continue;
            if (s_ofTenants.Contains(permission) || permission.StartsWith("tenant.", StringComparison.Ordinal) || permission == "account.manage")
                continue; // Accounts belong to people, so no key has that permission.
            foreach (var method in route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
            foreach (var key in limited)
            {
                using var request = new HttpRequestMessage(new(method), RouteCatalogue.Address(route, _ => "x"));
                if (method != "GET")
                    request.Content = new StringContent("{}", null, RouteCatalogue.MediaType(route.Metadata.GetMetadata<IAcceptsMetadata>()));
                using var answer = await key.Http.SendAsync(request, TestContext.Current.CancellationToken);
                var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                asked++;
                if ((int)answer.StatusCode != 403 || JsonSerializer.Deserialize<JsonElement>(body).GetProperty("code").GetString() != "whole_platform")
                    open.Add($"{method} {route.RoutePattern.RawText} ({permission}): {answer.StatusCode}");
            }
        }

        open.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(80);
    }

    [Fact]
    public async Task Pages_and_searches_hide_platform_data_from_limited_keys()
    {
        var app = await TestApplication.Connect(console);
        await app.Run("webhook_endpoint.create", "tnt_platform", new { url = "http://localhost:9/unseen" });
        TestApplication[] limited =
        [
            await TestApplication.Connect(console, onlyTenant: await app.Tenant("searched")),
            await TestApplication.Connect(console, Mode.Test),
        ];
        await limited[1].Tenant("demo"); // Without tenants, the overview redirects to the first steps.
        string[] searches = ["/find/found?q=unseen", "/operations/options?kind=webhook_endpoint&field=f&f=unseen", "/find/found?q=test", "/overview"];

        var seen = new List<string>();
        foreach (var key in limited)
        foreach (var search in searches)
        {
            using var answer = await key.Http.GetAsync(search, TestContext.Current.CancellationToken);
            ((int)answer.StatusCode).ShouldBe(200, search);
            seen.Add(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        (await app.Http.GetStringAsync(searches[0], TestContext.Current.CancellationToken)).ShouldContain("localhost:9/unseen");
        seen.ShouldAllBe(page => !page.Contains("localhost:9", StringComparison.Ordinal) && !page.Contains("\"key_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_role_limited_to_a_segment_cannot_change_the_platform()
    {
        var app = await TestApplication.Connect(console);
        await app.Run("role.set_segment", "rol_admin", new { tag = "none-of-them" });
        var bea = await TestBrowser.Join(console, "admin");
        await bea.Get("/settings/account");

        var tested = await bea.Post("/settings/connector/test", ("host", "127.0.0.1"), ("database", "x"), ("user_name", "x"), ("password", "x"));

        ((int)tested.StatusCode).ShouldBe(403);
        bea.Page.ShouldContain("your role has access to some tenants only");
    }
}
