using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Tests.Docs;

namespace OwnerConsole.Tests.Sdk;

/// <summary>
/// The package of the library in an application of its own: all examples of the README form one program, which is compiled with warnings as errors,
/// so also without warnings about other systems than Linux (CA1416).
/// </summary>
[Slow(25, "Client")]
public sealed partial class LibraryReadmeTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const int Terminate = 15;

    private readonly int _port = InstalledConsole.FreePort();

    private string Url => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{_port}");

    [Fact]
    public async Task All_examples_form_a_program_that_works()
    {
        var owner = await TestApplication.Connect(console);
        using var shell = new ReaderShell(
            ("OwnerConsole__Address", console.Address.ToString()),
            ("OwnerConsole__Key", owner.Key),
            ("OwnerConsole__Secret", await AddEndpoint(owner)),
            ("ASPNETCORE_URLS", Url)
        );
        await shell.Type("dotnet pack owner-console/sdk/dotnet/OwnerConsole.Client -o packages -v q --nologo", Path.GetDirectoryName(shell.Folder));
        // The package cache of the machine would answer with an earlier build of the same version.
        shell.Save(
            "nuget.config",
            """<configuration><config><add key="globalPackagesFolder" value="../cache" /></config><packageSources><clear /><add key="packed" value="../packages" /></packageSources></configuration>"""
        );
        shell.Save("app.cs", Program());
        await shell.Type("dotnet build app.cs -v q --nologo");
        using var process = shell.Begin("exec dotnet run --no-build app.cs");
        using var http = TestConsole.NewClient(new(Url), useCookies: false);
        try
        {
            await owner.Await("/api/v1/operations", known => known.GetRawText().Contains("tenant.recount_storage", StringComparison.Ordinal)); // It has declared its operations.

            await TryReportsAndEvents(http, owner);
            await TryLimits(http, owner);
            await TryWebhooksAndTasks(http, owner);
            await TryPortalAndImpersonation(http, owner);
        }
        finally
        {
            Posix.Signal(process.Id, Terminate);
            await process.WaitForExitAsync();
        }
    }

    private static string Program()
    {
        var page = new Runbook("sdk/dotnet/OwnerConsole.Client/README.md");
        var (connect, build, run) = (page.Take("AddOwnerConsole("), page.Take("builder.Build()"), page.Take("app.Run()"));
        string[] handlers = [page.Take(".OnEvent("), page.Take(".OnTask<")];
        var input = page.Take("record RecountInput");
        var routes = page.TakeAll("csharp");
        page.Left.ShouldBeEmpty();
        const string project = """
            #:sdk Microsoft.NET.Sdk.Web
            #:package OwnerConsole.Client@*
            #:property PublishAot=false
            #:property TreatWarningsAsErrors=true

            """;
        return string.Join('\n', [project, connect, .. handlers, build, routes, "app.MapGet(\"/suspended\", () => isSuspended);", run, input]);
    }

    private async Task<string> AddEndpoint(TestApplication owner)
    {
        foreach (var (key, kind) in new[] { ("sessions", "counter"), ("clients", "gauge") })
            await owner.Run(
                "feature.declare",
                "tnt_platform",
                new
                {
                    key,
                    name = key,
                    kind,
                    unit = "item",
                    allows = "4",
                }
            );
        var added = await owner.Run("webhook_endpoint.create", "tnt_platform", new { url = $"{Url}/owner-console", events = new[] { "tenant.*", "task.*" } });
        return added.GetProperty("secret").GetString()!;
    }

    private async Task TryReportsAndEvents(HttpClient http, TestApplication owner)
    {
        await Post(http, "/studios");
        await Post(http, "/bookings");

        var tenant = (await owner.Get("/api/v1/tenants/ext:studio-7")).GetProperty("id").GetString()!;
        (await owner.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("role").GetString().ShouldBe("coach");
        await Poll.Until(async () => await console.Stored(tenant) == 3);
    }

    private static async Task TryLimits(HttpClient http, TestApplication owner)
    {
        await Post(http, "/classes/class-1");
        await Post(http, "/classes/class-1"); // counted once
        await Post(http, "/exports");
        await Post(http, "/classes/class-2");
        await Post(http, "/classes/class-3");
        var refused = await Post(http, "/classes/class-4", HttpStatusCode.PaymentRequired);
        var features = await Post(http, "/clients/anna");

        JsonElement.Parse(refused).GetProperty("code").GetString().ShouldBe("limit_reached");
        features.ShouldBe("""["clients","sessions"]""");
        var used = (await owner.Get("/api/v1/tenants/ext:studio-7/entitlements"))
            .GetProperty("data")
            .EnumerateArray()
            .ToDictionary(row => row.GetProperty("feature").GetString()!, row => row.GetProperty("used").GetString());
        (used["sessions"], used["clients"]).ShouldBe(("3", "0"), "one class was refunded, and the client was freed");
    }

    private static async Task TryWebhooksAndTasks(HttpClient http, TestApplication owner)
    {
        var suspension = await owner.Post("/api/v1/tenants/ext:studio-7/suspend", new { cause = "billing" });
        await Poll.Until(async () => await http.GetStringAsync("/suspended") == """{"studio-7":true}""");
        await owner.Undo(suspension);
        await Poll.Until(async () => await http.GetStringAsync("/suspended") == """{"studio-7":false}""");

        var tenant = (await owner.Get("/api/v1/tenants/ext:studio-7")).GetProperty("id").GetString()!;
        var run = await owner.Run("tenant.recount_storage", tenant, new { bucket_name = "files" });
        await owner.Await($"/api/v1/runs/{run.GetProperty("id").GetString()}", now => now.GetProperty("state").GetString() == "done");
        (await owner.Get($"/api/v1/tasks?run={run.GetProperty("id").GetString()}")).GetRawText().ShouldContain("10 files were counted.");
    }

    private async Task TryPortalAndImpersonation(HttpClient http, TestApplication owner)
    {
        using var portal = await http.GetAsync("/billing");
        using var opened = await console.NewBrowser().GetAsync(portal.Headers.Location);
        ((int)opened.StatusCode).ShouldBeLessThan(400, $"{portal.Headers.Location}");

        var member = (await owner.Get("/api/v1/tenants/ext:studio-7/members")).GetProperty("data")[0].GetProperty("id").GetString()!;
        await owner.Run("member.notify", member, new { title = "Your export is ready", body = "" });
        var bells = new[] { await http.GetStringAsync("/bell"), await http.GetStringAsync("/bell") };
        bells.ShouldBe(["""{"unread":1,"titles":["Your export is ready"]}""", """{"unread":0,"titles":["Your export is ready"]}"""]);
        var person = await TestBrowser.Owner(console);
        (string, string)[] input =
        [
            ("operation", "member.impersonate"),
            ("subject", member),
            ("reason", "Booking"),
            ("access", "read_only"),
            ("minutes", "10"),
        ];
        await person.Get("/operations/new?" + string.Join('&', input.Select(field => $"{field.Item1}={field.Item2}")));
        await person.Post("/operations", [.. input, ("preview", Previewed().Match(person.Page).Value)]);
        var session = (await owner.Get("/api/v1/impersonations?state=open")).GetProperty("data")[0].GetProperty("id").GetString()!;
        var entered = await person.Get($"/audit/impersonation/{session}/enter");

        var found = JsonElement.Parse(await http.GetStringAsync("/impersonate" + entered.Headers.Location!.Query));
        (found.GetProperty("externalId").GetString(), found.GetProperty("reason").GetString()).ShouldBe(("anna", "Booking"));
        (found.GetProperty("isReadOnly").GetBoolean(), found.GetProperty("isActive").GetBoolean()).ShouldBe((true, true));
    }

    private static async Task<string> Post(HttpClient http, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await http.PostAsync(path, content: null);
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, $"{path}: {body}");
        return body;
    }

    [GeneratedRegex("(?<=name=\"preview\" value=\")prv_[0-9a-z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Previewed();
}
