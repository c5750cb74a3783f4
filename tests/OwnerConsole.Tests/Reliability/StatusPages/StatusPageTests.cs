using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Probes;
using static OwnerConsole.Tests.Reliability.StatusPages.StatusPageHarness;

namespace OwnerConsole.Tests.Reliability.StatusPages;

/// <summary>The public status page: components, notices, maintenance, subscriptions, and what it shows while the database is down.</summary>
public sealed partial class StatusPageTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    private const string Summary = "/status/api/v2/summary.json";

    [Fact]
    public async Task The_page_is_not_found_until_it_is_enabled_and_then_shows_components_and_notices_to_everyone()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var before = await console.Client.GetAsync("/status");
        await Enable(app, "Time Bot <b>");
        var api = await Add(app, new { name = "API & more", group = "Europe" });
        var notice = (await app.Run("status_notice.post", IdGenerator.Platform, Notice(api))).Created();
        await Await(console, summary => summary.GetProperty("incidents").GetArrayLength() == 1);

        using var page = await console.Client.GetAsync("/status");
        var html = await page.Content.ReadAsStringAsync();
        var history = await console.Client.GetStringAsync("/status/history");
        var style = await console.Client.GetAsync("/status/style.css");
        var feed = XDocument.Parse(await console.Client.GetStringAsync("/status/feed.atom"));
        var summary = await Read(console, Summary);

        before.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        html.ShouldContain("Time Bot &lt;b&gt;");
        html.ShouldContain("API &amp; more");
        html.ShouldContain("We look for the &lt;cause&gt;.");
        html.ShouldNotContain("<script");
        history.ShouldContain("Bookings fail");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("nonce");
        page.Headers.CacheControl!.NoStore.ShouldBeTrue(); // without a configured URL
        style.Content.Headers.ContentType!.MediaType.ShouldBe("text/css");
        feed.Root!.Elements().Count(element => element.Name.LocalName == "entry").ShouldBe(1);
        summary.GetProperty("status").GetProperty("indicator").GetString().ShouldBe("major");
        var incident = summary.GetProperty("incidents")[0];
        incident.GetProperty("id").GetString().ShouldBe(notice);
        incident.GetProperty("status").GetString().ShouldBe("investigating");
        incident.GetProperty("incident_updates")[0].GetProperty("body").GetString().ShouldBe("We look for the <cause>.");
        incident.GetProperty("components")[0].GetProperty("name").GetString().ShouldBe("API & more");
    }

    [Fact]
    public async Task Links_start_with_the_own_address_of_the_page()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var path = new
        {
            name = "Time Bot",
            enabled = true,
            address = "https://status.example.com/path",
        };
        await app.Run(
            "status_page.configure",
            IdGenerator.Platform,
            new
            {
                name = "Time Bot",
                enabled = true,
                address = "https://Status.example.com/",
            }
        );

        await Await(console, summary => summary.GetProperty("page").GetProperty("url").GetString() == "https://status.example.com/status");
        var feed = await console.Client.GetStringAsync("/status/feed.rss", TestContext.Current.CancellationToken);

        feed.ShouldContain("<link>https://status.example.com/status</link>");
        (await app.Refusal("status_page.configure", IdGenerator.Platform, path)).ShouldBe("bad_page_link");
    }

    [Fact]
    public async Task A_resolved_notice_and_an_ended_maintenance_refuse_updates()
    {
        var notice = (await stage.App.Run("status_notice.post", IdGenerator.Platform, Notice())).Created();
        await stage.App.Run("status_notice.update", notice, new { body = "It has ended.", status = "resolved" });
        var now = stage.Clock.GetUtcNow();
        var maintenance = (await stage.App.Run("status_maintenance.schedule", IdGenerator.Platform, Maintenance(now.AddHours(1), now.AddHours(2)))).Created();
        await stage.App.Run("status_maintenance.update", maintenance, new { body = "Done.", status = "completed" });

        var resolved = await stage.App.Refusal("status_notice.update", notice, new { body = "Late.", status = "monitoring" });
        var ended = await stage.App.Refusal("status_maintenance.update", maintenance, new { body = "Late." });
        var unknown = await stage.App.Refusal("status_notice.post", IdGenerator.Platform, Notice("stc_01h455vb4pex5vsknk084sn02q"));
        var past = await stage.App.Refusal("status_maintenance.schedule", IdGenerator.Platform, Maintenance(now.AddHours(-2), now.AddHours(-1)));

        (resolved, ended, unknown, past).ShouldBe(("notice_resolved", "maintenance_ended", "unknown_component", "bad_maintenance_times"));
    }

    [Fact]
    public async Task Undo_restores_the_previous_status_until_another_update_is_posted()
    {
        var notice = (await stage.App.Run("status_notice.post", IdGenerator.Platform, Notice())).Created();
        var mistake = await stage.App.Run("status_notice.update", notice, new { body = "Found it.", status = "identified" });
        await stage.App.Undo(mistake);
        var undone = await stage.App.Get($"/api/v1/status-page/notices/{notice}");
        (await stage.App.Get("/api/v1/status-page/notices"))
            .GetProperty("data")
            .EnumerateArray()
            .ShouldContain(row => row.GetProperty("id").GetString() == notice);
        var early = await stage.App.Run("status_notice.update", notice, new { body = "Found it now.", status = "identified" });
        await stage.App.Run("status_notice.update", notice, new { body = "Fixed.", status = "monitoring" });

        undone.GetProperty("notice").GetProperty("status").GetString().ShouldBe("investigating");
        undone.GetProperty("updates").GetArrayLength().ShouldBe(1);
        (await stage.App.UndoRefused(early)).ShouldBe("moved_on");
    }

    [Fact]
    public async Task A_component_follows_its_probe_and_maintenance_unless_its_status_is_set_by_hand()
    {
        var probe = await stage.Add("tcp", "127.0.0.1:9");
        var id = await Add(stage.App, new { name = "Port", probe });
        var start = stage.Clock.GetUtcNow();
        await stage.App.Run("status_component.set", id, new { status = "degraded_performance" });

        (await Component(id)).ShouldBe(("degraded_performance", true));
        await stage.App.Run("status_component.set", id, new { });
        (await Component(id)).Item2.ShouldBeFalse();
        await stage.App.Run("status_maintenance.schedule", IdGenerator.Platform, Maintenance(start, start.AddHours(1), id));
        (await Component(id)).ShouldBe(("under_maintenance", false));
        (await stage.App.Refusal("status_component.change", id, new { name = "Port", probe = "prb_unknown" })).ShouldBe("unknown_probe");
        (await stage.App.Refusal("status_component.set", id, new { })).ShouldBe("no_change");
    }

    [Fact]
    public async Task A_subscriber_confirms_receives_notices_and_unsubscribes_with_one_click()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await Enable(app, "Time Bot");
        await Await(console, summary => summary.GetProperty("page").GetProperty("url").GetString() == "https://console.timebot.example/status");

        using var invalid = await Post(console, "/status/subscribe", ("email", "not an address"));
        using var first = await Post(console, "/status/subscribe", ("email", "reader@example.com"));
        using var again = await Post(console, "/status/subscribe", ("email", "READER@example.com"));
        var question = await postbox.Next();
        var link = ConfirmLink().Match(question.Text).Value;
        using var opened = await console.Client.GetAsync(link);
        var unconfirmed = await Subscribers(app);
        using var confirmed = await Post(console, link);
        var count = await Subscribers(app);
        await app.Run("status_notice.post", IdGenerator.Platform, Notice());
        await SendNow(console);
        var mail = await postbox.Next();
        var end = new Uri(UnsubscribeLink().Match(mail.Raw).Groups["url"].Value).PathAndQuery;
        using var look = await console.Client.GetAsync(end);
        var kept = await Subscribers(app);
        using var ended = await Post(console, end, ("List-Unsubscribe", "One-Click"));

        invalid.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await first.Content.ReadAsStringAsync()).ShouldBe(await again.Content.ReadAsStringAsync());
        (opened.StatusCode, confirmed.StatusCode, look.StatusCode, ended.StatusCode).ShouldBe(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK)
        );
        (unconfirmed, count, kept, await Subscribers(app)).ShouldBe((0, 1, 1, 0));
        mail.Raw.ShouldContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
        using var page = await console.Client.GetAsync("/status");
        page.Headers.CacheControl!.Public.ShouldBeTrue();
    }

    [Fact]
    public async Task Too_many_subscriptions_from_one_network_are_refused()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await Enable(app, "Time Bot");
        await Await(console, summary => summary.GetProperty("page").GetProperty("url").GetString()!.StartsWith("https", StringComparison.Ordinal));

        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 6; number++)
            using (var answer = await Post(console, "/status/subscribe", ("email", $"reader{number}@example.com")))
                statuses.Add(answer.StatusCode);

        statuses.Take(5).ShouldAllBe(status => status == HttpStatusCode.OK);
        statuses[5].ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task The_page_is_served_while_the_database_is_down_also_to_people_with_a_session()
    {
        using var folder = new TempDirectory();
        CuttableProxy app = null!; // set before the console starts
        CuttableProxy reads = null!; // set before the console starts
        await using var console = await TestConsole.Start(options =>
            options with
            {
                DataFolder = folder.Path,
                Connections = options.Connections with
                {
                    App = (app = CuttableProxy.To(options.Connections.App)).Connection,
                    Console = (reads = CuttableProxy.To(options.Connections.Console)).Connection,
                },
            }
        );
        var owner = await TestBrowser.Owner(console);
        var client = await TestApplication.Connect(console);
        await Enable(client, "Time Bot");
        await Add(client, new { name = "API" });
        await Await(console, summary => summary.GetProperty("components").GetArrayLength() == 1);

        app.Cut();
        reads.Cut();
        using var page = await owner.Get("/status");
        var summary = await Read(console, Summary);

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        owner.Page.ShouldContain("API");
        summary.GetProperty("components")[0].GetProperty("status").GetString().ShouldBe("operational");
        var file = System.IO.Path.Combine(folder.Path, "status-page.json");
        await Poll.Until(() => File.Exists(file)); // it is written after the page is shown
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldContain("API");
    }

    [Fact]
    public async Task The_pages_of_the_team_list_components_and_notices_and_an_incident_can_be_posted()
    {
        var owner = await stage.Owner();
        var component = await Add(stage.App, new { name = "Search index" });
        var notice = (await stage.App.Run("status_notice.post", IdGenerator.Platform, Notice(component))).Created();
        var incident = (await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Bookings fail" })).Created();

        using var list = await owner.Get("/ops/status-page");
        var listed = owner.Page;
        using var one = await owner.Get($"/ops/status-page/{notice}");
        var shown = owner.Page;
        using var declared = await owner.Get($"/ops/incidents/{incident}");

        listed.ShouldContain("Search index");
        listed.ShouldContain($"/ops/status-page/{notice}");
        shown.ShouldContain("We look for the <cause>."); // decoded
        shown.ShouldContain("Search index");
        owner.Page.ShouldContain("operation=status_notice.post");
        (await stage.App.Send(HttpMethod.Get, "/api/v1/status-page/notices/stn_unknown")).Status.ShouldBe(404);
    }

    private static object Notice(params string[] components) =>
        new
        {
            title = "Bookings fail",
            body = "We look for the <cause>.",
            impact = "major",
            components,
        };

    private static object Maintenance(DateTimeOffset startsAt, DateTimeOffset endsAt, params string[] components) =>
        new
        {
            title = "Upgrade",
            body = "Bookings can't be changed.",
            starts_at = startsAt.ToString("O", CultureInfo.InvariantCulture),
            ends_at = endsAt.ToString("O", CultureInfo.InvariantCulture),
            components,
        };

    private static Task<JsonElement> Enable(TestApplication app, string name) =>
        app.Run("status_page.configure", IdGenerator.Platform, new { name, enabled = true });

    private static async Task<string> Add(TestApplication app, object component) =>
        (await app.Run("status_component.add", IdGenerator.Platform, component)).Created();

    private async Task<(string?, bool)> Component(string id)
    {
        var page = await stage.App.Get("/api/v1/status-page");
        var component = page.GetProperty("components").EnumerateArray().Single(row => row.GetProperty("id").GetString() == id);
        return (component.GetProperty("status").GetString(), component.GetProperty("is_set_by_hand").GetBoolean());
    }

    private static async Task<long> Subscribers(TestApplication app) => (await app.Get("/api/v1/status-page")).GetProperty("subscribers").GetInt64();

    private static async Task<JsonElement> Read(TestConsole console, string address) =>
        JsonSerializer.Deserialize<JsonElement>(await console.Client.GetStringAsync(address));

    [GeneratedRegex("^List-Unsubscribe: <(?<url>[^>]+)>\r\n", RegexOptions.Multiline, 1000)]
    private static partial Regex UnsubscribeLink();
}
