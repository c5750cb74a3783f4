using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Tests.Plans.Entitlements.PlanUsage;

/// <summary>The plan and usage page of a tenant shows the same numbers as the API and the database.</summary>
public sealed partial class PlanPageTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_number_on_the_page_matches_the_API_and_the_database()
    {
        var tenant = await _limited.On("page", "starter");
        await Use(tenant, ("sessions", "85"), ("exports", "7"), ("calls", "100"), ("storage", "1.25"), ("lifetime", "1"));
        await _limited.TurnPeriod(tenant);
        await Use(tenant, ("sessions", "83"), ("exports", "6"), ("calls", "100"), ("storage", "2.25"));
        await _limited.Held(tenant, "sessions", "2");

        var page = await Open(tenant);
        var api = (await _limited.App.Get($"/api/v1/tenants/{tenant}/entitlements")).GetProperty("data").EnumerateArray().ToList();
        var rows = await Rows(tenant);

        api.Count.ShouldBe(8);
        foreach (var view in api)
        {
            var feature = view.GetProperty("feature").GetString()!;
            var said = UsageText(page, feature);
            if (view.GetProperty("used").GetString() is not { } used)
            {
                said.ShouldContain(feature == "sso" ? "Off" : view.GetProperty("allows").GetString()!);
                continue;
            }
            var (limit, reserved) = (view.GetProperty("limit").GetString(), view.GetProperty("reserved").GetString());
            var row = rows.SingleOrDefault(usage => usage.Feature == feature && usage.Runs);
            said.ShouldContain(
                limit is null ? $"{used} "
                    : (used, limit) is ("0", "0") ? "Not included"
                    : $"{used} of {limit} ",
                Case.Sensitive,
                feature
            );
            (row is null ? "0" : Allowance.Plain(row.Used)).ShouldBe(used, feature);
            (row is null ? "0" : Allowance.Plain(row.Reserved)).ShouldBe(reserved, feature);
            if (row?.Allows is { } allows)
                Allowance.Plain(allows).ShouldBe(limit, feature);
            if (reserved != "0")
                said.ShouldContain($", {reserved} reserved");
            if (limit != "0" && view.GetProperty("resets_at").GetString() is { } resets)
                said.ShouldContain($"Resets on {Day(DateTimeOffset.Parse(resets, CultureInfo.InvariantCulture))}", Case.Sensitive, feature);
            foreach (var past in rows.Where(usage => usage.Feature == feature && !usage.Runs && usage.PeriodEnd.Year < 9999))
                said.ShouldContain($"{Day(past.PeriodEnd)} {Allowance.Plain(past.Used)} ", Case.Sensitive, feature);
        }
        Numbers(page).ShouldBeSubsetOf(await Known(tenant, rows));
    }

    [Fact]
    public async Task The_page_shows_each_limits_state_and_the_plans_that_raise_it()
    {
        var tenant = await _limited.On("near", "starter");
        await Use(tenant, ("sessions", "80"), ("calls", "90"), ("lifetime", "3"), ("exports", "6"));

        var page = await Open(tenant);

        UsageText(page, "sessions").ShouldContain("Near the limit");
        UsageText(page, "calls").ShouldContain("Almost used up");
        UsageText(page, "lifetime").ShouldContain("Limit reached");
        UsageText(page, "exports").ShouldContain("Over by 1");
        UsageText(page, "storage").ShouldNotContain("limit");
        OfferText(page, "starter").ShouldContain("Your plan");
        OfferText(page, "starter").ShouldNotContain("Gives you more of");
        OfferText(page, "pro").ShouldContain("19.00 USD a month");
        OfferText(page, "pro").ShouldContain("sessions: 500 sessions a month instead of 100");
        OfferText(page, "enterprise").ShouldContain("sessions: unlimited instead of 100");
        OfferText(page, "pro").ShouldNotContain("calls:");
    }

    [Fact]
    public async Task The_page_shows_a_forecast_after_part_of_the_period()
    {
        var tenant = await _limited.On("pace", "starter");
        await Use(tenant, ("sessions", "60"));
        var early = UsageText(await Open(tenant), "sessions");
        await _limited.Execute(
            "update entitlements.usage set period_start = now() - interval '15 days', period_end = now() + interval '15 days' where tenant_id = @tenant",
            tenant
        );

        var said = UsageText(await Open(tenant), "sessions");

        early.ShouldNotContain("At this pace");
        said.ShouldContain("At this pace, about 120 sessions by ");
        said.ShouldContain("limit reached around ");
    }

    [Fact]
    public async Task The_page_offers_no_plan_against_an_override_and_hides_its_reason()
    {
        var tenant = await _limited.On("alone", "starter");
        await _limited.App.Run(
            "tenant.override_limit",
            tenant,
            new
            {
                feature = "sessions",
                allows = "10",
                reason = "Pays late, again.",
            }
        );
        await Use(tenant, ("sessions", "10"));

        var page = await Open(tenant);

        UsageText(page, "sessions").ShouldContain("10 of 10 sessions");
        OfferText(page, "pro").ShouldNotContain("instead of 10");
        page.ShouldNotContain("Pays late");
    }

    [Fact]
    public async Task The_page_lists_granted_plans_and_plans_unknown_to_the_catalogue()
    {
        var tenant = await _limited.On("given");
        await _limited.App.Put($"/api/v1/tenants/{tenant}", new { plan_items = new[] { new { plan = "legacy", quantity = 1 } } });
        await _limited.App.Run("tenant.grant", tenant, new { plan = "pro", reason = "A friend" });

        var page = await Open(tenant);

        OfferText(page, "legacy").ShouldContain("Your plan");
        OfferText(page, "pro").ShouldContain("included for you");
        UsageText(page, "sessions").ShouldContain("0 of 500 sessions");
        page.ShouldNotContain("A friend");
    }

    [Fact]
    public async Task A_plan_republished_by_undo_is_offered_once()
    {
        var id = await _limited.Plan("again", ("sessions", "10"));
        var tenant = await _limited.On("again", "again");
        await _limited.App.Run("plan.draft", id, new { limits = new[] { new { feature = "sessions", allows = "20" } } });
        await _limited.App.Undo(await _limited.App.Run("plan.publish", id, new { rollout = "new" }));

        var page = await Open(tenant);

        (page.Split("offer-again").Length - 1).ShouldBe(1);
    }

    private async Task<string> Open(string tenant)
    {
        var visitor = await TestBrowser.EnterPortal(console, _limited.App, new { tenant });
        var answer = await visitor.Get("/account/plan");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, visitor.Page);
        return visitor.Page;
    }

    private async Task Use(string tenant, params (string Feature, string Amount)[] used)
    {
        foreach (var (feature, amount) in used)
            await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(tenant, feature, amount));
    }

    private async Task<IReadOnlyList<Row>> Rows(string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.List<Row>(
            "select feature, period_end, period_end > now() as runs, used, reserved, allows from entitlements.usage where tenant_id = @tenant",
            new { tenant }
        );
    }

    /// <summary>Collects every number that can appear on the page: usage, limits, prices and dates.</summary>
    private async Task<HashSet<string>> Known(string tenant, IReadOnlyList<Row> rows)
    {
        await using var work = await console.Database.Read();
        var sold = await work.List<string>(
            """
            select l.allows from plans.limits l
            union select f.allows from features.features f where f.closed_by is null
            union select to_char(t.amount / 100.0, 'FM999990.00') from plans.versions t
            """
        );
        var ends = (await _limited.App.Get($"/api/v1/tenants/{tenant}/entitlements"))
            .GetProperty("data")
            .EnumerateArray()
            .Select(view => view.GetProperty("resets_at").GetString())
            .OfType<string>()
            .Select(text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));
        var known = new HashSet<string>(sold, StringComparer.Ordinal) { "0" };
        known.UnionWith(rows.SelectMany(row => new[] { Allowance.Plain(row.Used), Allowance.Plain(row.Reserved), Allowance.Plain(row.Allows ?? 0) }));
        known.UnionWith(rows.Select(row => row.PeriodEnd).Concat(ends).SelectMany(at => Digits().Matches(Day(at)).Select(match => match.Value)));
        known.UnionWith(rows.Where(row => row.Used > row.Allows).Select(row => Allowance.Plain(row.Used - row.Allows!.Value)));
        return known;
    }

    private static IEnumerable<string> Numbers(string page) =>
        Digits().Matches(Text(page[page.IndexOf("<main", StringComparison.Ordinal)..])).Select(match => match.Value).Distinct();

    private static string UsageText(string page, string feature) => Part(page, $"id=\"usage-{feature}\"");

    private static string OfferText(string page, string plan) => Part(page, $"id=\"offer-{plan}\"");

    /// <returns>The visible text of a part, up to the next part.</returns>
    private static string Part(string page, string id)
    {
        var from = page.IndexOf(id, StringComparison.Ordinal);
        from.ShouldBeGreaterThan(0, id);
        var rest = page[(from + id.Length)..];
        var next = NextPart().Match(rest);
        return Text(next.Success ? rest[..next.Index] : rest);
    }

    private static string Text(string html) => Spaces().Replace(Tags().Replace(html, " "), " ");

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    [GeneratedRegex("id=\"(usage|offer|offers|others)-")]
    private static partial Regex NextPart();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Digits();

    private sealed record Row(string Feature, DateTimeOffset PeriodEnd, bool Runs, decimal Used, decimal Reserved, decimal? Allows);
}
