using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Revenue.Movements;

/// <summary>Closed months don't change. Closing affects the whole platform, so each test has its own console.</summary>
[Slow(6, "Movements")]
public sealed partial class CloseMonthTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test
    private TestApplication _app = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await TestApplication.Connect(_console);
        await PlanTests.Create(_app, "p100", "p100", 10000);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Case_25_a_change_after_the_close_becomes_an_adjustment_of_the_next_month()
    {
        var acme = await _app.Since("close-1", "2026-01-01", RevenueReports.Active(("late", 1)));
        await Close("2026-01-10");
        var closed = await Month("2026-01-01");

        await PlanTests.Create(_app, "late", "Late", 4900);

        (await _console.Movements(acme)).ShouldBe("2026-02-01 adjustment +49 new");
        (await Month("2026-01-01")).ShouldBe(closed);
        (await Month("2026-02-01")).ShouldBe("adjustment 4900");
        (await _console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_adjustment_is_booked_once_and_frozen_when_its_month_closes()
    {
        var acme = await _app.Since("close-2", "2026-01-01", RevenueReports.Active(("late", 1)));
        await Close("2026-01-10");
        var plan = await PlanTests.Create(_app, "late", "Late", 4900);
        await _console.WaitForRevenue();
        await Close("2026-02-10");

        await _app.Undo(plan);

        (await _console.Movements(acme)).ShouldBe("2026-02-01 adjustment +49 new; 2026-03-01 adjustment -49 churn");
        (await _console.WrongCells()).ShouldBeEmpty();
        await PlanTests.Create(_app, "late", "Late", 4900);
        (await _console.Movements(acme)).ShouldBe("2026-02-01 adjustment +49 new");
        (await _console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_month_can_be_reopened_only_while_no_number_would_change()
    {
        var acme = await _app.Since("close-3", "2026-01-05", RevenueReports.Active(("p100", 1), ("late", 1)));
        var run = await Close("2026-01-31");
        var closed = await _console.Movements(acme);

        await _app.Undo(run);
        var reopened = await _console.Movements(acme);
        var again = await Close("2026-01-31");
        await PlanTests.Create(_app, "late", "Late", 4900);
        await _console.WaitForRevenue();

        (closed, reopened).ShouldBe(("2026-01-05 new +100", "2026-01-05 new +100"));
        (await _app.UndoRefused(again)).ShouldBe("moved_on");
        (await _console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Months_are_closed_in_order_and_reopened_in_reverse_order()
    {
        var january = await Close("2026-01-31");
        var march = await Close("2026-03-31");

        (await Refusal("2026-02-10")).ShouldBe("already_closed");
        (await _app.UndoRefused(january)).ShouldBe("moved_on");
        await _app.Undo(march);
        await _app.Undo(january);
        (await Refusal("2026-01-10")).ShouldBeNull();
    }

    [Fact]
    public async Task The_API_lists_each_month_with_its_movements_and_state()
    {
        var (older, last) = (FirstOfMonth(-2), FirstOfMonth(-1));
        var acme = await _app.Since("close-4", $"{older:yyyy-MM-dd}", RevenueReports.Active(("p100", 2)));
        await _app.Since(acme, $"{last:yyyy-MM-dd}", RevenueReports.Active(("p100", 1)));
        await Close($"{older:yyyy-MM-dd}");

        var months = (await _app.Get("/api/v1/months")).GetProperty("data").EnumerateArray().ToList();

        months.Count.ShouldBe(13);
        months.Take(4).Select(Describe).ShouldBe(["100.00 to 100.00, open", "200.00 to 100.00, open", "0.00 to 200.00, closed", "0.00 to 0.00, closed"]);
        months[1].GetProperty("contraction").GetProperty("amount").GetInt64().ShouldBe(-10000);
        months[2].GetProperty("new").GetProperty("amount").GetInt64().ShouldBe(20000);
    }

    [Fact]
    public async Task An_owner_closes_the_last_month_on_the_revenue_page()
    {
        var owner = await TestBrowser.Owner(_console);
        await owner.Get("/revenue");
        var empty = owner.Page;
        await _app.Since("close-page", "2026-01-01", RevenueReports.Active(("p100", 1)));
        await _console.WaitForRevenue();
        var month = FirstOfMonth(-1);

        await owner.Get("/revenue");
        var before = owner.Page;
        await owner.Get($"/operations/new?operation=month.close&subject=tnt_platform&month={month:yyyy-MM-dd}&back=/revenue");
        await owner.Post(
            "/operations",
            ("operation", "month.close"),
            ("subject", IdGenerator.Platform),
            ("month", $"{month:yyyy-MM-dd}"),
            ("back", "/revenue"),
            ("preview", Previewed().Match(owner.Page).Value)
        );
        await owner.Get("/revenue");

        empty.ShouldNotContain("id=\"close-"); // there is nothing to close
        before.ShouldContain("Closing the first month ends the import of history.");
        before.ShouldContain("id=\"tile-revenue-mrr-nrr\"");
        before.ShouldContain("MRR in ");
        before.ShouldContain($"id=\"close-{month:yyyy-MM}\"");
        owner.Page.ShouldNotContain("Closing the first month ends");
        owner.Page.ShouldNotContain($"id=\"close-{month:yyyy-MM}\"");
        owner.Page.ShouldContain("aria-label=\"Run that closed ");
    }

    [Theory]
    [InlineData("2999-01-01", "not_over")]
    [InlineData("1999-12-31", "bad_month")]
    public async Task A_month_that_has_not_ended_or_is_too_early_is_not_closed(string day, string code) => (await Refusal(day)).ShouldBe(code);

    [Fact]
    public async Task A_month_is_closed_only_after_pending_changes_are_counted()
    {
        await _console.WaitForRevenue();

        // The background job can count the change first. Then it is made again.
        await Poll.Until(async () =>
        {
            await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), []);
            await work.Execute("insert into core.stale_revenue (kind, id, since) values ('tenant', 'tnt_later', '2026-01-31') on conflict do nothing");
            await work.Commit();
            return await Refusal("2026-01-10") == "not_counted";
        });

        await _console.WaitForRevenue();
        (await Refusal("2026-01-10")).ShouldBeNull();
    }

    private static DateOnly FirstOfMonth(int more)
    {
        var today = TimeProvider.System.GetUtcNow();
        return new DateOnly(today.Year, today.Month, 1).AddMonths(more);
    }

    private static string Describe(JsonElement month)
    {
        string Of(string name) => (month.GetProperty(name).GetProperty("amount").GetInt64() / 100m).ToString("0.00", CultureInfo.InvariantCulture);
        return $"{Of("opening")} to {Of("closing")}, {(month.GetProperty("closed_at").ValueKind is JsonValueKind.Null ? "open" : "closed")}";
    }

    private async Task<JsonElement> Close(string day)
    {
        await _console.WaitForRevenue();
        return await _app.Run("month.close", IdGenerator.Platform, new { month = day });
    }

    private Task<string?> Refusal(string day) => _app.Refusal("month.close", IdGenerator.Platform, new { month = day });

    private async Task<string> Month(string month)
    {
        await using var work = await _console.Database.Read();
        return string.Join(
            ", ",
            await work.List<string>(
                "select kind || ' ' || sum(delta_minor) from movements.mrr_month where month = @month::date group by kind order by kind",
                new { month }
            )
        );
    }

    [GeneratedRegex("prv_[0-9a-z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Previewed();
}
