using System.Net;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Members;

/// <summary>The member search covers the members of all tenants.</summary>
public sealed class MemberSearchTests(MemberSearchTests.PeopledConsole console) : IClassFixture<MemberSearchTests.PeopledConsole>
{
    private readonly TestApplication _app = console.App;

    [Theory]
    [InlineData("ada lovelace", "ada")]
    [InlineData("ADA@ONE", "ada")]
    [InlineData("#U123450001", "ada")]
    [InlineData("12345", "ada grace")]
    [InlineData("#u12345", "ada grace")]
    [InlineData("own-grace", "grace")]
    [InlineData("李明", "li")]
    [InlineData("gr", "grace")]
    [InlineData("ce", "")]
    [InlineData("100%", "")]
    [InlineData("nobody", "")]
    [InlineData("mbr_00000000000000000000000000", "")]
    public async Task A_member_is_found_by_name_email_number_or_id(string text, string expected)
    {
        var found = await Search(text);

        string.Join(' ', found.Select(row => row.GetProperty("external_id").GetString()!["own-".Length..]).Order(StringComparer.Ordinal)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_member_is_found_by_id_with_its_tenant()
    {
        var ada = (await Search("ada lovelace"))[0];

        var found = (await Search(ada.GetProperty("id").GetString()!))[0];

        found.GetRawText().ShouldBe(ada.GetRawText());
        found.GetProperty("tenant").GetProperty("name").GetString().ShouldBe("Studio one");
        found.GetProperty("tenant").GetProperty("status").GetString().ShouldBe("active");
    }

    [Fact]
    public async Task Pages_list_every_member_once_with_the_latest_report_first()
    {
        var seen = new List<string>();
        for (var address = "/api/v1/members?limit=3"; address is not null; )
        {
            var page = await _app.Get(address);
            page.GetProperty("total").GetString().ShouldBe(seen.Count == 0 ? "4" : null);
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("id").GetString()!));
            address = page.GetProperty("next_cursor").GetString() is { } cursor ? $"/api/v1/members?limit=3&cursor={cursor}" : null;
        }

        seen.Distinct().Count().ShouldBe(4);
        seen.ShouldBe(seen.OrderDescending(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("sort=name", " ada grace li")]
    [InlineData("sort=-name", "li grace ada ")]
    public async Task Pages_list_every_member_once_sorted_by_name(string query, string expected)
    {
        var seen = new List<string>();
        for (var address = $"/api/v1/members?limit=1&{query}"; address is not null; )
        {
            var page = await _app.Get(address);
            seen.AddRange(
                page.GetProperty("data")
                    .EnumerateArray()
                    .Select(row => row.GetProperty("name").GetString() is null ? "" : row.GetProperty("external_id").GetString()!["own-".Length..])
            );
            address = page.GetProperty("next_cursor").GetString() is { } cursor ? $"/api/v1/members?limit=1&{query}&cursor={cursor}" : null;
        }

        string.Join(' ', seen).ShouldBe(expected);
        (await _app.Get($"/api/v1/members?q=a&{query}")).GetProperty("data").GetArrayLength().ShouldBe(1);
        (await (await _app.Http.GetAsync("/members?sort=name")).Content.ReadAsStringAsync()).ShouldContain("href=\"/members?sort=-name\"");
    }

    [Fact]
    public async Task A_key_finds_only_members_within_its_scope()
    {
        var ada = (await Search("ada lovelace"))[0].GetProperty("id").GetString()!;
        var poor = await TestApplication.Connect(console, scopes: "tenant.read");
        var demo = await TestApplication.Connect(console, Mode.Test);
        var other = await TestApplication.Connect(console, onlyTenant: console.Two);

        (await poor.Http.GetAsync(new Uri("/api/v1/members", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var stranger in new[] { demo, other })
        {
            (await stranger.Get("/api/v1/members?q=ada")).GetProperty("data").GetArrayLength().ShouldBe(0);
            foreach (var address in new[] { $"/api/v1/members/{ada}", $"/api/v1/members/{ada}/sessions" })
                (await stranger.Http.GetAsync(new Uri(address, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Theory]
    [InlineData("/api/v1/members/mbr_00000000000000000000000000", 404)]
    [InlineData("/api/v1/members/tnt_platform", 404)]
    [InlineData("/api/v1/members?cursor=abc", 400)]
    [InlineData("/api/v1/members?sort=last_seen_at", 400)]
    [InlineData("/api/v1/members?sort=name&cursor=WyJtYnJfMSJd", 400)]
    [InlineData("/api/v1/members?name=ada", 400)]
    [InlineData("/api/v1/tenants/ext:one/members?cursor=WyJ5ZXN0ZXJkYXkiLCIiXQ", 400)]
    [InlineData("/api/v1/tenants/ext:one/present?cursor=WyJ5ZXN0ZXJkYXkiLCIiXQ", 400)]
    public async Task An_unknown_member_or_invalid_query_is_rejected(string address, int status) =>
        (await _app.Send(HttpMethod.Get, address)).Status.ShouldBe(status);

    [Fact]
    public async Task Sessions_of_a_member_add_up_and_are_listed_newest_first()
    {
        var now = TimeProvider.System.GetUtcNow();
        await _app.Report(
            "?backfill=true",
            [EventReports.Event(console.Two, "session.recorded", now.AddDays(-40), new { member = "own-twin", duration_seconds = 3600 })]
        );
        await _app.Report(
            EventReports.Event(console.Two, "session.recorded", now.AddDays(-2), new { member = "own-twin", duration_seconds = 600 }),
            EventReports.Event(console.Two, "session.started", now.AddMinutes(-5), new { session = "now", member = "own-twin" })
        );
        await console.WaitForProjection();
        var twin = (await Search("own-twin"))[0].GetProperty("id").GetString();

        var usage = (await _app.Get($"/api/v1/members/{twin}")).GetProperty("usage");
        var first = await _app.Get($"/api/v1/members/{twin}/sessions?limit=2");
        var rest = await _app.Get($"/api/v1/members/{twin}/sessions?limit=2&cursor={first.GetProperty("next_cursor").GetString()}");

        Numbers(usage, "sessions", "seconds", "recent_sessions", "recent_seconds", "open").ShouldBe([3, 4200, 2, 600, 1]);
        first.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("seconds").ValueKind).ShouldBe([JsonValueKind.Null, JsonValueKind.Number]);
        rest.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("seconds").GetInt64()).ShouldBe([3600]);
        rest.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private async Task<IReadOnlyList<JsonElement>> Search(string text) =>
        [.. (await _app.Get($"/api/v1/members?q={Uri.EscapeDataString(text)}")).GetProperty("data").EnumerateArray()];

    private static long[] Numbers(JsonElement of, params string[] names) => [.. names.Select(name => of.GetProperty(name).GetInt64())];

    /// <summary>A console with two tenants of two members each.</summary>
    public sealed class PeopledConsole : TestConsole, IAsyncLifetime
    {
        public TestApplication App { get; private set; } = null!; // Connected before each test.

        public string Two { get; private set; } = "";

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            App = await TestApplication.Connect(this);
            var one = await App.Tenant("one", "Studio one");
            Two = await App.Tenant("two", "Studio two");
            await Report(one, ("own-ada", "Ada Lovelace", "ada@one.example", "#U123450001"), ("own-grace", "Grace Hopper", null, "#U123450002"));
            await Report(Two, ("own-li", "李明", "li@two.example", "#U777770001"), ("own-twin", null, null, "#U777770002"));
        }

        private Task Report(string tenant, params (string Id, string? Name, string? Email, string Number)[] people) =>
            App.Put(
                $"/api/v1/tenants/{tenant}/members",
                new
                {
                    data = people.Select(person => new
                    {
                        id = "ext:" + person.Id,
                        name = person.Name,
                        email = person.Email,
                        support_number = person.Number,
                    }),
                }
            );
    }
}
