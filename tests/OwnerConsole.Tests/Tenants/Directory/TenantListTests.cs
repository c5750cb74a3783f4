using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Directory;

public sealed class TenantListTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private TestApplication _app = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _app = await TestApplication.Connect(console);
        await _app.Put(
            "/api/v1/tenants",
            new
            {
                data = Enumerable
                    .Range(1, 23)
                    .Select(number => new
                    {
                        id = $"ext:list-{number}",
                        name = $"Studio {number:D2}",
                        contact_email = $"owner{number}@list.example",
                        opened_at = $"2026-01-{number:D2}T00:00:00Z",
                        country = number % 2 == 0 ? "CH" : "DE",
                        plan_items = number % 5 == 0 ? new[] { new { plan = "pro" } } : [],
                        attributes = new { company_size = number < 4 ? "xl" : "s" },
                    }),
            }
        );
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (number, days) in new[] { (1, 1), (2, 20), (3, 90) })
            await _app.Put(
                $"/api/v1/tenants/ext:list-{number}/members",
                new { data = Enumerable.Range(1, number).Select(member => new { id = $"ext:m{member}", last_seen_at = now.AddDays(-days) }) }
            );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("name", "Studio 01")]
    [InlineData("-name", "Studio 23")]
    [InlineData("opened_at", "Studio 01")]
    [InlineData("-opened_at", "Studio 23")]
    [InlineData("status", "Studio")]
    [InlineData("-members", "Studio 03")]
    [InlineData("members", "Studio")]
    [InlineData("-last_seen_at", "Studio 01")]
    [InlineData("last_seen_at", "Studio")]
    [InlineData("-mrr", "Studio")]
    [InlineData("-attention", "Studio 23")]
    [InlineData("contact_email", "Studio 10")]
    [InlineData("-contact_email", "Studio 09")]
    public async Task Every_sort_order_pages_through_all_tenants_once(string sort, string first)
    {
        var names = new List<string>();
        for (var address = $"/api/v1/tenants?q=%40list.example&limit=5&sort={sort}"; address is not null; )
        {
            var page = await _app.Get(address);
            names.AddRange(page.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("name").GetString()!));
            address = page.GetProperty("next_cursor").GetString() is { } cursor
                ? $"/api/v1/tenants?q=%40list.example&limit=5&sort={sort}&cursor={cursor}"
                : null;
        }

        names.Count.ShouldBe(23);
        names.Distinct().Count().ShouldBe(23);
        names[0].ShouldStartWith(first);
    }

    [Fact]
    public async Task A_number_is_found_in_any_notation_and_a_text_only_verbatim()
    {
        var app = await TestApplication.Connect(console);
        await app.Send(HttpMethod.Put, "/api/v1/tenants/ext:number-1", """{"attributes":{"width":1.50,"depth":0}}""");
        await app.Send(HttpMethod.Put, "/api/v1/tenants/ext:number-2", """{"attributes":{"width":"1.50","depth":0.0}}""");

        (await Found("attribute[width]=1.5")).ShouldBe(["number-1"]);
        (await Found("attribute[width]=1.50")).ShouldBe(["number-1", "number-2"]);
        (await Found("attribute[depth]=0.0")).ShouldBe(["number-1", "number-2"]);
        (await Found("attribute[width][gte]=1.50")).ShouldBe(["number-1"]);

        async Task<string?[]> Found(string query) =>
            [
                .. (await app.Get($"/api/v1/tenants?{query}"))
                    .GetProperty("data")
                    .EnumerateArray()
                    .Select(row => row.GetProperty("external_id").GetString())
                    .Order(),
            ];
    }

    [Theory]
    [InlineData("zurich", "Zürich Studio")]
    [InlineData("CLEMENTINE", "Clémentine & Co")]
    [InlineData("lodz", "Łódź Dance")]
    [InlineData("ΣΊΣΥΦΟΣ", "Σίσυφος")]
    [InlineData("full", "ＦＵＬＬ")]
    [InlineData("ｚüｒｉｃｈ", "Zürich Studio")]
    [InlineData("strasse", "Hauptstraße 7")]
    [InlineData("100％", "100% Yoga")]
    public async Task A_search_ignores_accents_case_and_width(string text, string name)
    {
        var app = await TestApplication.Connect(console);
        var id = $"folded-{(uint)name.GetHashCode(StringComparison.Ordinal)}-{(uint)text.GetHashCode(StringComparison.Ordinal)}";
        var tenant = await app.Tenant(id, name);
        await app.Put($"/api/v1/tenants/{tenant}/members/ext:{id}", new { name });
        var sought = Uri.EscapeDataString(text);
        await console.WaitForLogSubscribers();

        (await Ids($"/api/v1/tenants?q={sought}", "id")).ShouldContain(tenant);
        (await Ids($"/api/v1/members?q={sought}", "external_id")).ShouldContain(id);
        (await Ids($"/api/v1/log?q={sought}", "tenant")).ShouldContain(tenant);
        (await Ids($"/api/v1/tenants?q={Uri.EscapeDataString("1％0")}", "id")).ShouldBeEmpty(); // A full-width percent sign is not a wildcard.

        async Task<string?[]> Ids(string address, string field) =>
            [.. (await app.Get(address)).GetProperty("data").EnumerateArray().Select(row => row.GetProperty(field).GetString())];
    }

    [Fact]
    public async Task Filter_choices_load_only_when_the_menu_is_open()
    {
        var owner = await TestBrowser.Owner(console);

        await owner.Get("/tenants?plan=pro&attribute[country]=CH&status=active&q=studio");
        var closed = owner.Page;
        await owner.Get("/tenants?plan=pro&attribute[country]=CH&menu=filters");
        var open = owner.Page;

        closed.ShouldNotContain("<select");
        foreach (var (filter, word) in new[] { ("q", "studio"), ("status", "Active"), ("plan", "pro"), ("attribute[country]", "Switzerland") })
            closed.ShouldMatch($"""id="clear-{Regex.Escape(filter)}".*<bdi>{word}</bdi>""");
        closed.ShouldContain("""<input type="hidden" name="attribute[country]" value="CH" />""");
        open.ShouldMatch("""<details [^>]*id="filters" open""");
        open.ShouldContain("""<option value="pro" selected>pro</option>""");
        open.ShouldContain("""list="filter-attribute[country]-options" """);
        open.ShouldContain("""<option value="CH">Switzerland</option>""");
    }

    [Theory]
    [InlineData("q=studio%2007", 1)]
    [InlineData("q=OWNER7%40list", 1)]
    [InlineData("q=list-2", 5)]
    [InlineData("q=%25studio", 0)]
    [InlineData("q=nobody", 0)]
    [InlineData("q=%40list.example&status=active", 23)]
    [InlineData("status=suspended", 0)]
    [InlineData("plan=pro", 4)]
    [InlineData("plan=free", 0)]
    [InlineData("activity=week", 1)]
    [InlineData("activity=month", 2)]
    [InlineData("activity=quiet", 1)]
    [InlineData("q=%40list.example&activity=never", 20)]
    [InlineData("attribute[country]=CH", 11)]
    [InlineData("attribute[country]=CH&attribute[company_size]=xl", 1)]
    [InlineData("attribute[country]=CH&plan=pro&activity=never", 2)]
    [InlineData("attribute[nothing]=CH", 0)]
    public async Task Search_and_filters_return_the_matching_tenants(string query, int expected) =>
        (await _app.Get($"/api/v1/tenants?{query}")).GetProperty("data").GetArrayLength().ShouldBe(expected);

    [Fact]
    public async Task A_support_number_or_its_prefix_finds_the_tenant()
    {
        var member = await _app.Put("/api/v1/tenants/ext:list-3/members/ext:ada", new { name = "Ada", support_number = "#U123450001" });

        var found = await _app.Get("/api/v1/tenants?q=%23U12345");

        member.GetProperty("support_number").GetString().ShouldBe("#U123450001");
        found.GetProperty("data")[0].GetProperty("external_id").GetString().ShouldBe("list-3");
    }

    [Theory]
    [InlineData("limit=abc", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("status=gone", "status")]
    [InlineData("activity=rarely", "activity")]
    [InlineData("cursor=WyJhIiwiYiJd&sort=members", "cursor")]
    [InlineData("sort=mood", "sort")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("cursor=WyJhIiwiYiJd&sort=opened_at", "cursor")]
    [InlineData("page=2", "page")]
    public async Task An_invalid_query_names_its_field(string query, string field)
    {
        var (status, answer) = await _app.Send(HttpMethod.Get, $"/api/v1/tenants?{query}");

        status.ShouldBe(400);
        answer.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(answer.GetRawText());
    }

    [Fact]
    public async Task A_row_has_sessions_of_this_month_and_activity_of_30_days()
    {
        var app = await TestApplication.Connect(console, Mode.Test);
        var tenant = await app.Tenant("busy");
        var now = TimeProvider.System.GetUtcNow();
        var earlier = now.AddDays(-now.Day); // The last day of the previous month.
        await app.Report(
            EventReports.Event(tenant, "session.recorded", now, new { member = "m1", duration_seconds = 60 }),
            EventReports.Event(tenant, "session.recorded", now, new { member = "m2", duration_seconds = 60 }),
            EventReports.Event(tenant, "session.recorded", earlier, new { member = "m2", duration_seconds = 60 }),
            EventReports.Event(tenant, "session.recorded", now.AddDays(-40), new { member = "m2", duration_seconds = 60 })
        );
        await console.WaitForProjection();

        var row = (await app.Get($"/api/v1/tenants?q={tenant}")).GetProperty("data")[0];

        row.GetProperty("members").GetInt64().ShouldBe(2);
        row.GetProperty("last_seen_at").GetDateTimeOffset().ShouldBe(now, TimeSpan.FromSeconds(1));
        row.GetProperty("sessions_this_month").GetInt64().ShouldBe(2);
        var days = row.GetProperty("activity_by_day").EnumerateArray().Select(day => day.GetInt64()).ToList();
        days.Count.ShouldBe(30);
        days[^1].ShouldBe(2);
        days.Sum().ShouldBe(now.Day < 30 ? 3 : 2);
    }

    [Fact]
    public async Task Member_totals_match_the_members_of_each_tenant()
    {
        var app = await TestApplication.Connect(console, Mode.Test);
        var tenant = await app.Tenant("people", members: 2);
        foreach (var day in new[] { "2026-02-02", "2026-02-01" })
            await app.Put($"/api/v1/tenants/{tenant}/members", new { data = new[] { new { id = "ext:m1", last_seen_at = $"{day}T00:00:00Z" } } });

        await using var work = await console.Database.Read();
        var apart = await work.List<string>(
            """
            select t.tenant_id
              from core.tenants t
              left join (select tenant_id, count(*) as members, max(last_seen_at) as seen from core.members group by 1) m using (tenant_id)
              left join core.tenant_summaries k using (tenant_id)
             where (k.members, nullif(k.last_seen_at, '-infinity')) is distinct from (coalesce(m.members, 0), m.seen) or k.mode <> t.mode
            """
        );

        apart.ShouldBeEmpty();
    }
}
