using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Gates;

/// <summary>A key of one tenant and a key for test data request ids of other tenants on every route.</summary>
public sealed class ForbiddenAccessTests(ForbiddenAccessTests.TwoTenantConsole console) : IClassFixture<ForbiddenAccessTests.TwoTenantConsole>
{
    /// <summary>Ids by the route segment before them. Add each new segment here with the owner of its ids.</summary>
    private IReadOnlyDictionary<string, string> Ids =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["tenants"] = console.Other,
            ["members"] = console.Person,
            ["runs"] = console.Run,
            ["operations"] = console.Run,
            ["previews"] = console.Preview,
            ["tasks"] = console.Task,
            ["roles"] = "support",
            ["team"] = "usr_1",
            ["impersonation"] = console.Impersonation,
            ["impersonations"] = console.Impersonation,
            ["reservations"] = console.Held,
            ["decisions"] = console.Decision,
            ["limits"] = console.Decision,
            ["upgrade-requests"] = console.Wanted,
            ["reconciliation"] = console.Finding,
            ["dunning"] = console.Other,
            ["invoices"] = console.Other,
        };

    /// <summary>Segments of the platform. Keys scoped to a tenant see none of them.</summary>
    private static readonly string[] OfThePlatform = (
        "alerts automations broadcasts channels deliveries errors health heartbeats help import imports incidents notices objects emails events out plan-campaigns plans privacy "
        + "privacy-requests probes restatements roles service-map services slos status-page team templates tickets webhook-endpoints webhooks work"
    ).Split(' ');

    /// <summary>Available to every reporting key, because instance ids are chosen by the application.</summary>
    private static readonly string[] OfTheReporter =
    [
        "/api/v1/instances/{id}/heartbeat",
        "/api/{project}/envelope",
        "/owner/{**rest}",
        "/openapi/{documentName}.json",
    ];

    private IReadOnlyList<RouteEndpoint> WithIds =>
        [
            .. console
                .Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
                .SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(route => route.RoutePattern.Parameters.Count > 0 && !OfTheReporter.Contains(route.RoutePattern.RawText)),
        ];

    [Fact]
    public async Task No_route_returns_data_of_another_tenant_to_a_key()
    {
        var found = new List<string>();
        foreach (var needed in WithIds.GroupBy(route => route.Metadata.GetMetadata<RequiredPermission>()!.Name!))
        foreach (var scopes in new string[][] { [needed.Key], [] })
        foreach (var key in await Keys(scopes))
        foreach (var route in needed)
        foreach (var method in route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
        {
            using var answer = await Request(key, route, method);
            var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var isLeaked = OfThePlatform.Contains(Segment(route))
                ? (int)answer.StatusCode >= 500 || said.Contains(TwoTenantConsole.Secret, StringComparison.Ordinal)
                : answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Unauthorized); // A key that sends a form is not authenticated.
            if (isLeaked)
                found.Add($"{method} {route.RoutePattern.RawText} with {string.Concat(scopes)}: {answer.StatusCode}");
        }

        found.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_route_logs_once_that_a_key_requested_data_of_another_tenant()
    {
        var found = new List<string>();
        foreach (var route in WithIds.Where(route => !OfThePlatform.Contains(Segment(route)) && !IsPublic(route)))
        foreach (var method in route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
        foreach (var key in await Keys())
        {
            var before = await CountLogged();
            using var first = await Request(key, route, method);
            using var second = await Request(key, route, method);
            var isAnonymous = first.StatusCode is HttpStatusCode.Unauthorized; // A key that sends a form is not authenticated, so nothing is looked up.
            if (await CountLogged() - before != (isAnonymous ? 0 : 1))
                found.Add($"{method} {route.RoutePattern.RawText}: {first.StatusCode}, {await CountLogged() - before} lines");
        }

        found.ShouldBeEmpty();
        await using (var work = await console.Database.Read())
            (await work.One<long>("select count(*) from core.log where code = 'not_theirs' and sentence like '%\"ref\":\"tnt_%'")).ShouldBe(
                0,
                "a reader of the log may not see the tenant's name"
            );

        async Task<long> CountLogged()
        {
            await using var work = await console.Database.Read();
            return await work.One<long>("select count(*) from core.log where code = 'not_theirs'");
        }
    }

    [Fact]
    public async Task No_key_can_preview_an_operation_for_another_tenant()
    {
        var found = new List<string>();
        foreach (var key in await Keys())
        foreach (var one in console.Services.GetRequiredService<OperationCatalogue>().All)
        {
            var subject = one.Definition.Subject switch
            {
                "tenant" => console.Other,
                "member" => console.Person,
                "platform" => IdGenerator.Platform,
                "booking" => console.Booking,
                _ => console.Note,
            };
            var (status, _) = await key.Send(HttpMethod.Post, "/api/v1/previews", Json.Text(new Asked(one.Definition.Name, [subject], one.ExampleInput)));
            if (status != (subject == IdGenerator.Platform ? 403 : 404))
                found.Add($"{one.Definition.Name}: {status}");
        }

        found.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/tenants?open={id}")]
    [InlineData("/explore?metric=sessions.started&tenant={id}")]
    [InlineData("/audit?tenant={id}")]
    [InlineData("/audit?subject={id}")]
    [InlineData("/revenue/ledger?tenant={id}")]
    [InlineData("/api/v1/log?tenant={id}")]
    [InlineData("/api/v1/ledger?tenant={id}")]
    [InlineData("/api/v1/members?q={id}")]
    [InlineData("/api/v1/tenants?q={id}")]
    [InlineData("/find/found?q={id}")]
    [InlineData("/members?q=" + Name)]
    [InlineData("/webhooks/out?q=" + Name)]
    [InlineData("/operations?q={id}")]
    [InlineData("/api/v1/runs?q={id}")]
    [InlineData("/explore/rows/file?metric=members.total&tenant={id}")]
    [InlineData("/find?q=" + Name)]
    public async Task Filters_return_nothing_of_another_tenant(string address)
    {
        foreach (var key in await Keys())
        {
            var answer = await key.Http.GetAsync(address.Replace("{id}", console.Other, StringComparison.Ordinal), TestContext.Current.CancellationToken);
            ((int)answer.StatusCode).ShouldBeLessThan(500);
            var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            said.Replace("q=" + Name, "", StringComparison.Ordinal).ShouldNotContain(TwoTenantConsole.Secret, Case.Insensitive, address);
        }
    }

    private const string Name = "zorgmann";

    private async Task<IReadOnlyList<TestApplication>> Keys(params string[] scopes) =>
        [await TestApplication.Connect(console, onlyTenant: console.Mine, scopes: scopes), await TestApplication.Connect(console, Mode.Test, scopes: scopes)];

    private Task<HttpResponseMessage> Request(TestApplication key, RouteEndpoint route, string method)
    {
        var address = string.Join(
            '/',
            route.RoutePattern.PathSegments.Select(segment =>
                segment.Parts[0] is RoutePatternLiteralPart literal ? literal.Content
                : ((RoutePatternParameterPart)segment.Parts[0]).Name is "tab" ? "members"
                : segment == route.RoutePattern.PathSegments.First(part => part.Parts[0] is RoutePatternParameterPart)
                    ? Ids.GetValueOrDefault(Segment(route), "x")
                : "ext:somebody"
            )
        );
        HttpContent body =
            route.Metadata.GetMetadata<IAcceptsMetadata>() is null ? TestBrowser.Form(("hash", new string('0', 64)))
            : route.Metadata.GetMetadata<BodyExample>() is { Body: var example } ? JsonContent.Create(example)
            : address.EndsWith("members", StringComparison.Ordinal) ? JsonContent.Create(new { data = new[] { new { id = "ext:x" } } })
            : address.EndsWith("approve", StringComparison.Ordinal) ? JsonContent.Create(new { hash = new string('0', 64) })
            : JsonContent.Create(new { });
        return key.Http.SendAsync(new(new(method), "/" + address) { Content = method == "GET" ? null : body }, TestContext.Current.CancellationToken);
    }

    private static bool IsPublic(RouteEndpoint route) => route.Metadata.GetMetadata<RequiredPermission>()!.Name is null;

    private sealed record Asked(string Operation, string[] Subjects, System.Text.Json.JsonElement Input);

    private static string Segment(RouteEndpoint route) => route.RoutePattern.RawText!.Split("/{")[0].Split('/')[^1];

    /// <summary>A console with two tenants: one that the keys are scoped to, and one that they request.</summary>
    public sealed class TwoTenantConsole : TestConsole, IAsyncLifetime
    {
        public const string Secret = "Zorgmann Werke";

        public TestApplication App { get; private set; } = null!; // connected before any test sees it

        public string Mine { get; private set; } = "";

        public string Other { get; private set; } = "";

        public string Person { get; private set; } = "";

        public string Run { get; private set; } = "";

        public string Preview { get; private set; } = "";

        public string Note { get; private set; } = "";

        public string Task { get; private set; } = "";

        public string Impersonation { get; private set; } = "";

        public string Booking { get; private set; } = "";

        public string Held { get; private set; } = "";

        public string Decision { get; private set; } = "";

        public string Wanted { get; private set; } = "";

        public string Finding { get; private set; } = "";

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            App = await TestApplication.Connect(this);
            Mine = await App.Tenant("mine");
            Other = await App.Tenant("other", Secret, members: 1);
            Person = (await App.Put($"/api/v1/tenants/{Other}/members/ext:zorg", new { name = Secret })).GetProperty("id").GetString()!;
            Run = (await App.Run("tenant.suspend", Other, new { cause = "billing" })).GetProperty("id").GetString()!;
            Preview = (await App.Preview("tenant.reactivate", [Other])).GetProperty("id").GetString()!;
            Note = (await App.Run("note.add", Other, new { text = Secret })).Created();
            await App.DeclareAll();
            await App.Run(DeclaredApplications.Name, Other, DeclaredApplications.Input);
            Task = (await App.ClaimOf(Other)).GetProperty("id").GetString()!;
            Impersonation = await Impersonate();
            Booking = await App.Booking(Other, "zorg-1", Secret);
            await App.Run(
                "feature.declare",
                IdGenerator.Platform,
                new
                {
                    key = "sessions",
                    name = "Sessions",
                    kind = "counter",
                    unit = "session",
                    allows = "9",
                }
            );
            var held = await App.Post(
                "/api/v1/entitlements/reserve",
                new
                {
                    tenant = Other,
                    feature = "sessions",
                    ttl_seconds = 3600,
                }
            );
            Held = held.GetProperty("id").GetString()!;
            Decision = held.GetProperty("decision").GetString()!;
            await PlanTests.Create(App, "pro", "Pro", 4900);
            Wanted = (await App.Post($"/api/v1/tenants/{Other}/upgrade-requests", new { plan = "pro", reason = Secret })).GetProperty("id").GetString()!;
            Finding = await Revenue.Reconciliation.FindingFixture.Add(this, Other);
        }

        /// <summary>Creates an impersonation session, which no key can do.</summary>
        private async Task<string> Impersonate()
        {
            var preview = await Services
                .GetRequiredService<Previews>()
                .Create(Caller.System, "member.impersonate", TargetSelection.Of(Person), Json.Element(new { reason = Secret }), CancellationToken.None);
            var run = await Services.GetRequiredService<Runner>().Start(Caller.System, new(preview.PreviewId), null, CancellationToken.None);
            return run.Lines[0].Created!; // The run created it.
        }
    }
}
