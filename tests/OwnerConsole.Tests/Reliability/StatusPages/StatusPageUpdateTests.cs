using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Probes;
using static OwnerConsole.Tests.Reliability.StatusPages.StatusPageHarness;

namespace OwnerConsole.Tests.Reliability.StatusPages;

/// <summary>What the status page shows after a change of a probe, in which order it lists notices, where it accepts subscriptions, and what an undo stops.</summary>
[Slow(9, "StatusPages")]
public sealed class StatusPageUpdateTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    private const string Folder = "/status/api/v2/",
        Form = "Get updates by email";

    [Fact]
    public async Task A_component_changes_its_status_and_its_time_with_its_probe()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        var probe = await stage.Add("tcp", ProbeStage.Local(port), new { failures_until_down = 1, successes_until_up = 1 });
        await stage.First(probe);
        var id = (await stage.App.Run("status_component.add", IdGenerator.Platform, new { name = "Port", probe })).Created();
        await Enable(stage.App);
        var up = await Component(id, "operational");

        server.Stop();
        await stage.Check(probe);
        var down = await Component(id, "major_outage");

        down.GetProperty("updated_at").GetDateTimeOffset().ShouldBeGreaterThan(up.GetProperty("updated_at").GetDateTimeOffset());
        var page = (await Read(stage.Console, "summary.json")).GetProperty("page");
        page.GetProperty("updated_at").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(down.GetProperty("updated_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task Incidents_are_listed_by_their_post_and_maintenance_by_its_start()
    {
        await Enable(stage.App);
        var now = stage.Clock.GetUtcNow();
        var first = (await stage.App.Run("status_notice.post", IdGenerator.Platform, Notice)).Created();
        var second = (await stage.App.Run("status_notice.post", IdGenerator.Platform, Notice)).Created();
        var late = (await stage.App.Run("status_maintenance.schedule", IdGenerator.Platform, Maintenance(now.AddHours(5)))).Created();
        var early = (await stage.App.Run("status_maintenance.schedule", IdGenerator.Platform, Maintenance(now.AddHours(3)))).Created();
        await stage.App.Run("status_notice.update", first, new { body = "Fixed.", status = "monitoring" });

        await Poll.Until(async () => (await Text(stage.Console, Folder + "summary.json")).Contains("\"monitoring\"", StringComparison.Ordinal));
        var incidents = await Ids("incidents/unresolved.json", "incidents");
        var maintenance = await Ids("scheduled-maintenances/upcoming.json", "scheduled_maintenances");

        incidents.Where(id => id == first || id == second).ShouldBe([second, first]); // an update doesn't move it
        maintenance.Where(id => id == late || id == early).ShouldBe([early, late]);
    }

    [Fact]
    public async Task The_undo_of_a_notice_stops_its_emails()
    {
        await AddSubscribers(stage.Console, "undo", 2);
        var run = await stage.App.Run("status_notice.post", IdGenerator.Platform, Notice);
        var queued = await CountEmails(run);

        await stage.App.Undo(run);

        queued.ShouldBe((2, 2));
        (await CountEmails(run)).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Visitors_can_subscribe_once_email_is_set_up_and_until_there_are_too_many_subscribers()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await app.Run("setting.change", "tnt_platform", new { key = "platform.url", value = "https://console.timebot.example" });
        await Enable(app);
        await Poll.Until(async () => (await Page(console)).Contains("Time Bot", StringComparison.Ordinal));
        var without = await Page(console);
        using var early = await Subscribe(console, "ada@example.com");
        var accepted = (await app.Get("/api/v1/status-page")).GetProperty("accepts_subscriptions").GetBoolean();
        await app.Run(
            "mail.configure",
            "tnt_platform",
            new
            {
                host = "127.0.0.1",
                port = 9, // nothing answers, so that emails stay in their lane
                encryption = "none",
                from_address = "console@timebot.example",
                from_name = "Time Bot",
            }
        );
        await Poll.Until(async () => (await Page(console)).Contains(Form, StringComparison.Ordinal));
        using var first = await Subscribe(console, "ada@example.com");
        using var again = await Subscribe(console, "ADA@example.com");
        await using (var work = await console.Database.Read())
        {
            var emails = await work.List<string>("select email_id from core.emails where template = 'status_page.confirm'");
            emails.Count.ShouldBe(1); // at most one per address and hour
            (await work.List<string>("select lane from work.items where body ->> 'email' = any(@emails)", new { emails = emails.ToArray() })).ShouldBe([
                "mail:status_confirm",
            ]);
        }
        await AddSubscribers(console, "full", 10_000);
        using var full = await Subscribe(console, "bob@example.com");

        without.ShouldNotContain(Form);
        (accepted, early.StatusCode).ShouldBe((false, HttpStatusCode.Conflict));
        (first.StatusCode, again.StatusCode, full.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict));
        (await full.Content.ReadAsStringAsync()).ShouldContain("/status/feed.atom");
    }

    [Fact]
    public async Task The_stored_page_is_served_after_a_start_at_which_the_page_can_not_be_read()
    {
        using var folder = new TempDirectory();
        await File.WriteAllTextAsync(
            System.IO.Path.Combine(folder.Path, "status-page.json"),
            """
            {"read_at": "2026-01-01T00:00:00Z", "page": {"name": "Stored page", "link": null, "support_link": null, "accent": "#2454c7", "is_enabled": true},
             "console_url": null, "components": [], "notices": []}
            """,
            TestContext.Current.CancellationToken
        );
        await using var console = new StoredPageConsole(folder.Path);
        try
        {
            await console.InitializeAsync();

            var page = await Page(console);

            page.ShouldContain("Stored page");
            page.ShouldContain("This page was last updated");
        }
        finally
        {
            await console.Release();
        }
    }

    private static object Notice => new { title = "Bookings fail", body = "We look for the cause." };

    private static object Maintenance(DateTimeOffset startsAt) =>
        new
        {
            title = "Upgrade",
            body = "Bookings can't be changed.",
            starts_at = startsAt.ToString("O", CultureInfo.InvariantCulture),
            ends_at = startsAt.AddHours(1).ToString("O", CultureInfo.InvariantCulture),
        };

    private static Task<JsonElement> Enable(TestApplication app) =>
        app.Run("status_page.configure", IdGenerator.Platform, new { name = "Time Bot " + RandomNumberGenerator.GetHexString(6), enabled = true });

    /// <summary>Adds confirmed addresses.</summary>
    private static async Task AddSubscribers(TestConsole console, string prefix, int count)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(
            """
            insert into status_pages.subscribers (tenant_id, subscriber_id, email, token, token_hash, confirm_hash, confirm_sent_at, created_at, confirmed_at)
            select 'tnt_platform', 'ssb_' || @prefix || n, @prefix || n || '@example.com', decode('00', 'hex'), decode(md5(@prefix || 't' || n), 'hex'),
                   decode(md5(@prefix || 'c' || n), 'hex'), now(), now(), now()
              from generate_series(1, @count) n
            """,
            new { prefix, count }
        );
        await work.Commit();
    }

    /// <returns>Number of emails of a run, and of those that wait in a lane.</returns>
    private async Task<(long Stored, long Waiting)> CountEmails(JsonElement run)
    {
        await using var work = await stage.Console.Database.Read();
        var args = new { run = run.GetProperty("id").GetString() };
        return (
            await work.One<long>("select count(*) from core.emails where run_id = @run", args),
            await work.One<long>("select count(*) from work.items where run_id = @run and kind = 'email.send'", args)
        );
    }

    /// <summary>Waits until a component has a status.</summary>
    private async Task<JsonElement> Component(string id, string status)
    {
        JsonElement found = default;
        await Poll.Until(async () =>
        {
            using var answer = await stage.Console.Client.GetAsync(Folder + "components.json");
            if (!answer.IsSuccessStatusCode) // until the page is read after it was enabled
                return false;
            var page = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
            found = page.GetProperty("components").EnumerateArray().FirstOrDefault(component => component.GetProperty("id").GetString() == id);
            return found.ValueKind is JsonValueKind.Object && found.GetProperty("status").GetString() == status;
        });
        return found;
    }

    private async Task<IReadOnlyList<string>> Ids(string file, string list) =>
        [.. (await Read(stage.Console, file)).GetProperty(list).EnumerateArray().Select(notice => notice.GetProperty("id").GetString()!)];

    private static async Task<JsonElement> Read(TestConsole console, string file) =>
        JsonSerializer.Deserialize<JsonElement>(await Text(console, Folder + file));

    private static Task<string> Page(TestConsole console) => Text(console, "/status");

    /// <returns>The response, also an error such as that of a page that is not enabled yet.</returns>
    private static async Task<string> Text(TestConsole console, string address)
    {
        using var answer = await console.Client.GetAsync(address);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> Subscribe(TestConsole console, string email)
    {
        using var form = TestBrowser.Form(("email", email));
        return await console.Client.PostAsync("/status/subscribe", form);
    }
}
