using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Directory;

public sealed class TenantListTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private Application _app = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _app = await Application.Connect(console);
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
                    }),
            }
        );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("name", "Studio 01")]
    [InlineData("-name", "Studio 23")]
    [InlineData("opened_at", "Studio 01")]
    [InlineData("-opened_at", "Studio 23")]
    public async Task Every_order_pages_through_all_exactly_once(string sort, string first)
    {
        var names = new List<string>();
        for (var address = $"/api/v1/tenants?limit=5&sort={sort}"; address is not null; )
        {
            var page = await _app.Get(address);
            names.AddRange(page.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("name").GetString()!));
            address = page.GetProperty("next_cursor").GetString() is { } cursor ? $"/api/v1/tenants?limit=5&sort={sort}&cursor={cursor}" : null;
        }

        names.Count.ShouldBe(23);
        names.Distinct().Count().ShouldBe(23);
        names[0].ShouldBe(first);
    }

    [Theory]
    [InlineData("q=studio%2007", 1)]
    [InlineData("q=OWNER7%40list", 1)]
    [InlineData("q=list-2", 5)]
    [InlineData("q=%25", 0)]
    [InlineData("q=nobody", 0)]
    [InlineData("status=active", 23)]
    [InlineData("status=suspended", 0)]
    public async Task Search_finds_by_name_address_and_external_id(string query, int expected) =>
        (await _app.Get($"/api/v1/tenants?{query}")).GetProperty("data").GetArrayLength().ShouldBe(expected);

    [Fact]
    public async Task A_support_number_or_its_beginning_finds_the_tenant_of_its_person()
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
    [InlineData("sort=mood", "sort")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("cursor=WyJhIiwiYiJd&sort=opened_at", "cursor")]
    [InlineData("page=2", "page")]
    public async Task An_unreadable_query_is_named(string query, string field)
    {
        var (status, answer) = await _app.Send(HttpMethod.Get, $"/api/v1/tenants?{query}");

        status.ShouldBe(400);
        answer.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(answer.GetRawText());
    }
}
