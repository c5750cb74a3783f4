using System.Net;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Integrations.Applications;

namespace OwnerConsole.Tests.Shell;

/// <summary>A studio platform as its owner sees it: pages count and name things by the owner's labels, and frequent actions are one click away.</summary>
public sealed class OwnerLabelsTests(OwnerLabelsTests.StudioConsole console) : IClassFixture<OwnerLabelsTests.StudioConsole>
{
    private readonly TestApplication _app = console.App;
    private readonly TestBrowser _owner = console.Owner;
    private readonly string _studio = console.Studio;

    /// <summary>The studio profile, and one studio with 22 clients and two coaches.</summary>
    public sealed class StudioConsole : IAsyncLifetime
    {
        public TestConsole Console { get; private set; } = null!; // set before each test

        public TestApplication App { get; private set; } = null!; // set before each test

        public TestBrowser Owner { get; private set; } = null!; // set before each test

        public string Studio { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Console = await TestConsole.Start();
            App = await TestApplication.Connect(Console);
            await App.Run("profile.choose", IdGenerator.Platform, new { profile = "studio" });
            var made = await App.Put("/api/v1/tenants/ext:studio-4", new { name = "Studio Four", plan_items = new[] { new { plan = "pro" } } });
            Studio = made.GetProperty("id").GetString()!;
            var people = Enumerable.Range(1, 24).Select(number => new { id = $"ext:m{number}", role = number > 22 ? "coach" : "client" });
            await App.Put($"/api/v1/tenants/{Studio}/members", new { data = people });
            var today = TimeProvider.System.GetUtcNow().AddMinutes(-5);
            await App.Report([.. new[] { "m1", "m2", "m23" }.Select(who => EventReports.Event(Studio, "class.booked", today, new { member = who }))]);
            await Console.WaitForProjection();
            await Console.WaitForRevenue();
            Owner = await TestBrowser.Owner(Console); // first page load, so that the top bar is read now
        }

        public ValueTask DisposeAsync() => Console.DisposeAsync();
    }

    [Fact]
    public async Task Clients_are_counted_where_the_label_says_clients()
    {
        await _owner.Get($"/tenants/{_studio}");
        _owner.Page.ShouldContain(">22 clients<");
        await _owner.Get("/overview");
        Text(Section("id=\"tile-members-active_7d\"", "</a>")).ShouldContain("Clients active in 7 days 2");
        Text(Section("Studio Four</bdi>", "</tr>")).ShouldContain("22");
        Text(Section("id=\"figures\"", "</nav>")).ShouldStartWith("MRR $79 up $79 Active clients 2 Studios active in 7 days 1");
        Text(Section("id=\"tiers-h\"", "</table>")).ShouldContain("Pro 79.00 USD");
        await _owner.Get("/tenants?columns=members");
        _owner.Page.ShouldContain("People");
        await _owner.Get($"/tenants/{_studio}/usage");
        Text(Section("id=\"tile-usage-members-active_30d\"", "</a>")).ShouldContain("Clients active in 30 days 2");
    }

    [Fact]
    public async Task Sign_in_sessions_are_not_bookings_and_a_coach_is_not_a_client()
    {
        await _app.DeclareAll();
        var coach = await Member("m23");

        await _owner.Get($"/operations/new?operation=tenant.suspend&subject={_studio}&back=/tenants");
        _owner.Page.ShouldContain("People are signed out of your app and must sign in again.");
        await _owner.Get("/settings/team");
        _owner.Page.ShouldContain("Sign-in sessions");
        _owner.Page.ShouldNotContain("Bookings");
        await _owner.Get($"/members/{coach}");
        _owner.Page.ShouldContain(">Impersonate<");
        await _owner.Get($"/operations/new?operation=member.impersonate&subject={coach}&reason=Looks&access=read_only&minutes=5&back=/members/{coach}");
        _owner.Page.ShouldContain("Impersonate coach");
        _owner.Page.ShouldNotContain("Impersonate client");
    }

    [Fact]
    public async Task Access_is_revoked_with_one_click_and_can_be_undone_in_the_Command_Center()
    {
        await _owner.Get($"/tenants/{_studio}");
        await _owner.Post("/operations", ("operation", "tenant.revoke"), ("subject", _studio), ("back", $"/tenants/{_studio}"));
        var revoked = await _app.Status(_studio);
        await _app.Await($"/api/v1/tenants/{_studio}/timeline", answer => answer.GetRawText().Contains("tenant.revoke", StringComparison.Ordinal));

        await _owner.Get($"/tenants/{_studio}");
        var recent = Section("id=\"recent\"", "</form>");
        var undo = recent[(recent.IndexOf("action=\"", StringComparison.Ordinal) + 8)..];
        await _owner.Post(undo[..undo.IndexOf('"', StringComparison.Ordinal)]);

        revoked.ShouldBe("suspended");
        Text(recent).ShouldBe("Revoked just now · Undo");
        (await _app.Status(_studio)).ShouldNotBe("suspended");
    }

    [Fact]
    public async Task A_time_report_of_this_month_is_one_click_from_the_first_tab()
    {
        await _owner.Get($"/tenants/{_studio}");
        var button = Section("id=\"time-report-file\"", "</a>");

        var file = await _owner.Get($"/tenants/{_studio}/time-report/file");

        button.ShouldContain($"href=\"/tenants/{_studio}/time-report/file\"");
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        file.Content.Headers.ContentDisposition!.FileName!.ShouldContain(
            TimeProvider.System.GetUtcNow().ToString("yyyy-MM-01", System.Globalization.CultureInfo.InvariantCulture)
        );
    }

    [Fact]
    public async Task A_support_number_opens_the_person_and_their_timeline_lists_their_activity()
    {
        var now = TimeProvider.System.GetUtcNow();
        var bought = new
        {
            purchase = "p-1",
            name = "Poster pack",
            member = "m1",
            price = new { amount = 2450, currency = "USD" },
        };
        await _app.Report(
            EventReports.Event(_studio, "session.recorded", now.AddHours(-3), new { member = "m1", duration_seconds = 2700 }),
            EventReports.Event(_studio, "purchase.completed", now.AddHours(-2), bought),
            EventReports.Event(_studio, "class.moved", now.AddMinutes(-50), new { member = "m1" }),
            EventReports.Event(_studio, "class.moved", now.AddMinutes(-40), new { member = "m1" })
        );
        await console.Console.WaitForProjection();
        var member = await Member("m1");
        var number = (await _app.Get($"/api/v1/members/{member}")).GetProperty("support_number").GetString()!;

        var typed = await _owner.Get($"/tenants?q={Uri.EscapeDataString(number.ToLowerInvariant())}");
        var whileTyping = await _owner.Get($"/tenants?q={Uri.EscapeDataString(number)}", ("HX-Request", "true"), ("HX-Request-Type", "partial"));
        await _owner.Get($"/members/{member}");

        typed.Headers.Location!.ToString().ShouldBe($"/members/{member}");
        whileTyping.Headers.GetValues("HX-Redirect").ShouldBe([$"/members/{member}"]);
        var timeline = Text(Section("id=\"member-timeline\"", "</section>"));
        timeline.ShouldContain("Event class.moved × 2 40 min ago");
        timeline.ShouldContain("Bought Poster pack for 24.50 USD 2 h ago");
        timeline.ShouldContain("Booking, 45 min 3 h ago");
    }

    private async Task<string> Member(string externalId) =>
        (await _app.Get($"/api/v1/tenants/{_studio}/members?limit=100"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(member => member.GetProperty("external_id").GetString() == externalId)
            .GetProperty("id")
            .GetString()!;

    /// <returns>the part of the page from one text to another, both included</returns>
    private string Section(string from, string to)
    {
        var begin = _owner.Page.IndexOf(from, StringComparison.Ordinal);
        begin.ShouldBeGreaterThan(-1, from);
        return _owner.Page[begin..(_owner.Page.IndexOf(to, begin, StringComparison.Ordinal) + to.Length)];
    }

    /// <returns>the visible text of a piece of markup</returns>
    private static string Text(string markup) =>
        string.Join(
            ' ',
            System
                .Text.RegularExpressions.Regex.Replace(
                    markup[(markup.IndexOf('>', StringComparison.Ordinal) + 1)..],
                    "<[^>]*>",
                    " ",
                    default,
                    TimeSpan.FromSeconds(1)
                )
                .Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)
        );
}
