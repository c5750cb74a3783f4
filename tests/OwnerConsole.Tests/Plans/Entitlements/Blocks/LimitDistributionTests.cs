using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Plans.Entitlements.Blocks;

namespace OwnerConsole.Tests.Plans.Entitlements.Blocks;

/// <summary>The distribution of limit usage is the same on the page, in the API, in the linked lists and in the rows.</summary>
public sealed partial class LimitDistributionTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private const string Address = "/api/v1/limits/distribution";

    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Each_figure_matches_on_the_page_in_the_API_and_in_the_list()
    {
        var owner = await TestBrowser.Owner(console);
        foreach (var (number, used) in new[] { "1", "49", "50", "79", "80", "89", "90", "100" }.Index())
            await Used($"spread-{number}", "starter", "sessions", used);
        await Used("spread-over", "starter", "exports", "7");
        await Used("spread-pro", "pro", "sessions", "300");
        await Used("spread-unlimited", "enterprise", "sessions", "300");
        var full = await Used("spread-full", "starter", "sessions", "100");
        await _limited.Refused(LimitedPlatform.Consume, full, "sessions");
        await console.Services.GetRequiredService<RefusalCounter>().Flush(TestContext.Current.CancellationToken);

        var all = await _limited.App.Get(Address);
        var starter = await _limited.App.Get($"{Address}?plan=starter");
        await owner.Get("/plans");
        var (page, plan, unlimited) = (owner.Page, Plan(owner.Page, "starter"), Plan(owner.Page, "enterprise"));
        await owner.Get(plan);

        DescribeAnswer(all, "sessions").ShouldBe("2 3 2 3 0, 1 refused");
        DescribeAnswer(all, "exports").ShouldBe("0 0 0 0 1, 0 refused");
        DescribeAnswer(starter, "sessions").ShouldBe("2 2 2 3 0, 1 refused");
        DescribePage(page, "sessions").ShouldBe(DescribeAnswer(all, "sessions"));
        DescribePage(page, "exports").ShouldBe(DescribeAnswer(all, "exports"));
        DescribePage(owner.Page, "sessions").ShouldBe(DescribeAnswer(starter, "sessions"));
        (await Half()).ShouldBe(3);
        foreach (var answer in new[] { all, starter })
        foreach (var share in Row(answer, "sessions").GetProperty("shares").EnumerateArray())
            (await _limited.App.Get(share.GetProperty("rows").GetString()! + "&limit=200"))
                .GetProperty("data")
                .GetArrayLength()
                .ShouldBe(share.GetProperty("tenants").GetInt32(), share.GetRawText());
        await owner.Get(unlimited);
        owner.Page.ShouldContain("No usage yet");
        await owner.Get("/plans/limits?feature=sessions&share=half&plan=starter");
        (owner.Page.Contains("spread-2", StringComparison.Ordinal), owner.Page.Contains("spread-pro", StringComparison.Ordinal)).ShouldBe((true, false));
    }

    [Fact]
    public async Task The_list_of_low_usage_pages_without_gaps()
    {
        for (var number = 0; number < 5; number++)
            await Used($"below-{number}", "starter", "lifetime", "1");

        var (rows, next) = (new List<string>(), "");
        do
        {
            var page = await _limited.App.Get($"/api/v1/limits?q=below-&share=little&limit=2{next}");
            rows.AddRange(page.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("tenant_id").GetString()!));
            next = page.GetProperty("next_cursor").GetString() is { } cursor ? $"&cursor={cursor}" : null;
        } while (next is not null);

        (rows.Count, rows.Distinct().Count()).ShouldBe((5, 5));
    }

    [Theory]
    [InlineData("/api/v1/limits?share=some")]
    [InlineData(Address + "?feature=sessions")]
    public async Task An_invalid_query_is_rejected(string address) => (await _limited.App.Send(HttpMethod.Get, address)).Status.ShouldBe(400);

    private async Task<string> Used(string name, string plan, string feature, string amount)
    {
        var id = await _limited.App.Tenant(name);
        await _limited.App.Run("tenant.change_plan", id, new { items = new[] { new { plan } } });
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(id, feature, amount));
        return id;
    }

    private async Task<long> Half()
    {
        await using var work = await console.Database.Read();
        return await work.One<long>(
            "select count(*) from entitlements.usage where feature = 'sessions' and period_end > now() and used >= allows * 0.5 and used < allows * 0.8"
        );
    }

    private static JsonElement Row(JsonElement answer, string feature) =>
        answer.GetProperty("data").EnumerateArray().Single(row => row.GetProperty("feature").GetString() == feature);

    /// <returns>A text such as <c>2 3 2 3 0, 1 refused</c>.</returns>
    private static string DescribeAnswer(JsonElement answer, string feature)
    {
        var row = Row(answer, feature);
        var shares = row.GetProperty("shares").EnumerateArray().Select(share => share.GetProperty("tenants").GetInt64());
        return $"{string.Join(' ', shares)}, {row.GetProperty("refused").GetInt64()} refused";
    }

    /// <inheritdoc cref="DescribeAnswer"/>
    private static string DescribePage(string page, string feature)
    {
        var row = page[page.IndexOf($"id=\"spread-{feature}\"", StringComparison.Ordinal)..];
        var cells = Cells().Matches(row[..row.IndexOf("</tr>", StringComparison.Ordinal)]).Select(cell => Tags().Replace(cell.Value, "").Trim()).ToList();
        return $"{string.Join(' ', cells[..^1])}, {cells[^1]} refused";
    }

    private static string Plan(string page, string name) =>
        WebUtility.HtmlDecode(Regex.Match(page, $"href=\"(/plans/[^\"/]+)\">{name}</a>", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    [GeneratedRegex("<td[^>]*>.*?</td>", RegexOptions.Singleline)]
    private static partial Regex Cells();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
