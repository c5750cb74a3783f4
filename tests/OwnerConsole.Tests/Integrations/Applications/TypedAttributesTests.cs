using System.Net.Http.Json;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Applications;

/// <summary>Attributes declared with a type are validated, compared, sorted and selected by that type.</summary>
[Slow(12, "Applications")]
public sealed class TypedAttributesTests
{
    private static readonly object[] s_declared =
    [
        new
        {
            name = "seats",
            title = "Seats",
            type = "number",
        },
        new
        {
            name = "since",
            title = "Customer since",
            type = "date",
        },
        new
        {
            name = "insured",
            title = "Insured",
            type = "boolean",
        },
        new
        {
            name = "branch",
            title = "Branch",
            type = "choice",
            choices = new[] { "yoga", "music" },
        },
        new
        {
            name = "motto",
            title = "Motto",
            type = "text",
        },
    ];

    [Fact]
    public async Task A_report_of_other_types_is_refused_with_every_wrong_field()
    {
        await using var console = await TestConsole.Start();
        var app = await Declared(console);

        var answer = await app.Http.PutAsJsonAsync(
            "/api/v1/tenants",
            new
            {
                data = new object[]
                {
                    new { id = "ext:good", attributes = Values(3, "2026-02-01", true, "yoga", "Om") },
                    new { id = "ext:bad", attributes = Values("three", "1.2.2026", "yes", "chess", 7) },
                },
            }
        );
        var tenants = await app.Get("/api/v1/tenants");

        ((int)answer.StatusCode).ShouldBe(400);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        Said(errors)
            .ShouldBe([
                "data[1].attributes.seats: must be a number, as declared.",
                "data[1].attributes.since: must be a date such as 2026-01-31, as declared.",
                "data[1].attributes.insured: must be true or false, as declared.",
                "data[1].attributes.branch: must be one of the declared choices: yoga, music.",
                "data[1].attributes.motto: must be a string, as declared.",
            ]);
        tenants.GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Undeclared_and_empty_attributes_are_accepted()
    {
        await using var console = await TestConsole.Start();
        var app = await Declared(console);
        await Report(app, "acme", Values(3, "2026-02-01", true, "yoga", "Om"));

        await Report(app, "acme", new { seats = (int?)null, other = "anything" });

        (await app.Get("/api/v1/tenants")).GetProperty("data")[0].GetProperty("attributes").GetRawText().ShouldNotContain("seats");
    }

    [Theory]
    [InlineData("attribute[seats][gte]=9", "large,middle")]
    [InlineData("attribute[seats][gte]=9&attribute[seats][lte]=9.5", "middle")]
    [InlineData("attribute[since][lte]=2026-02-01", "large,small")]
    [InlineData("attribute[insured]=false", "large")]
    [InlineData("attribute[branch]=music", "middle")]
    [InlineData("sort=attribute[seats]", "none,small,middle,large")]
    [InlineData("sort=-attribute[seats]&limit=2", "large,middle")]
    [InlineData("sort=-attribute[since]", "middle,small,large,none")]
    public async Task Numbers_and_dates_are_compared_and_sorted_by_value(string query, string names)
    {
        await using var console = await TestConsole.Start();
        var app = await Declared(console);
        await Report(app, "large", Values(100, "2025-12-31", false, "yoga", "C"));
        await Report(app, "small", Values(2, "2026-02-01", true, "yoga", "A"));
        await Report(app, "middle", Values(9, "2026-10-01", true, "music", "B"));
        await Report(app, "none", new { });

        var found = await Names(app, query);

        (query.StartsWith("sort", StringComparison.Ordinal) ? found : [.. found.Order(StringComparer.Ordinal)]).ShouldBe(names.Split(','));
    }

    [Fact]
    public async Task Pages_sorted_by_an_attribute_continue_without_gaps()
    {
        await using var console = await TestConsole.Start();
        var app = await Declared(console);
        foreach (var (seats, name) in new[] { (10, "a"), (9, "b"), (100, "c"), (9, "d") })
            await Report(app, name, new { seats });

        var (seen, next) = (new List<int>(), (string?)"");
        while (next is not null)
        {
            var page = await app.Get($"/api/v1/tenants?sort=attribute[seats]&limit=1{(next.Length > 0 ? $"&cursor={next}" : "")}");
            seen.Add(page.GetProperty("data")[0].GetProperty("attributes").GetProperty("seats").GetInt32());
            next = page.GetProperty("next_cursor").GetString();
        }

        seen.ShouldBe([9, 9, 10, 100]);
    }

    [Theory]
    [InlineData("attribute[seats][gte]=many")]
    [InlineData("attribute[seats][gt]=1")]
    [InlineData("sort=attribute[Seats]")]
    public async Task An_invalid_comparison_is_refused(string query)
    {
        await using var console = await TestConsole.Start();
        var app = await Declared(console);

        ((int)(await app.Http.GetAsync($"/api/v1/tenants?{query}")).StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task The_directory_has_filters_and_columns_of_each_type()
    {
        await using var console = await TestConsole.Start();
        var app = await Declared(console);
        await Report(app, "acme", Values(1234.5m, "2026-02-01", true, "yoga", "Om"));
        var owner = await TestBrowser.Owner(console);

        await owner.Get("/tenants?menu=filters&attribute[seats][gte]=5");
        var filters = owner.Page;
        await owner.Get("/tenants?columns=attribute[seats]&columns=attribute[insured]&sort=-attribute[seats]");
        var columns = owner.Page;
        await owner.Get("/settings/application");

        filters.ShouldMatch("""type="number" step="any" id="filter-attribute\[seats\]\[gte\]" name="attribute\[seats\]\[gte\]" value="5" """.TrimEnd());
        filters.ShouldContain("""type="date" id="filter-attribute[since][lte]" """.TrimEnd());
        filters.ShouldContain("""<option value="music">music</option>""");
        filters.ShouldContain("""<option value="true">Yes</option>""");
        filters.ShouldContain("""id="clear-attribute[seats][gte]" """.TrimEnd());
        columns.ShouldContain("1,234.5");
        owner.Page.ShouldContain("Yes or no");
        owner.Page.ShouldContain("yoga, music");
    }

    [Theory]
    [InlineData("choice", null)]
    [InlineData("number", "one")]
    [InlineData("money", null)]
    public async Task An_invalid_type_is_refused(string type, string? choice)
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);

        var attribute = new
        {
            name = "seats",
            title = "Seats",
            type,
            choices = choice is null ? null : new[] { choice },
        };
        var answer = await app.Http.PutAsJsonAsync("/api/v1/application", new { name = "StudioApp", attributes = new[] { attribute } });

        ((int)answer.StatusCode).ShouldBe(400);
    }

    private static async Task<TestApplication> Declared(TestConsole console)
    {
        var app = await TestApplication.Connect(console);
        await app.Put("/api/v1/application", new { name = "StudioApp", attributes = s_declared });
        return app;
    }

    private static Task<JsonElement> Report(TestApplication app, string name, object attributes) =>
        app.Put($"/api/v1/tenants/ext:{name}", new { name, attributes });

    private static object Values(object seats, object since, object insured, object branch, object motto) =>
        new
        {
            seats,
            since,
            insured,
            branch,
            motto,
        };

    private static async Task<string[]> Names(TestApplication app, string query) =>
        [.. (await app.Get($"/api/v1/tenants?{query}")).GetProperty("data").EnumerateArray().Select(element => element.GetProperty("name").GetString()!)];

    private static string[] Said(JsonElement errors) => [.. errors.EnumerateObject().Select(field => $"{field.Name}: {field.Value[0].GetString()}")];
}
