using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Tests.Tenants.Plans;

namespace OwnerConsole.Tests.Revenue.Movements;

/// <summary>Closed months stay as they are; closing concerns the whole platform, so each test has a console of its own.</summary>
public sealed class CloseMonthTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test
    private Application _app = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await Application.Connect(_console);
        await PlanTests.Create(_app, "p100", "p100", 10000);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Case_25_what_becomes_known_after_the_close_leaves_January_and_is_an_adjustment_of_February()
    {
        var acme = await _app.Since("close-1", "2026-01-01", Books.Active(("late", 1)));
        await Close("2026-01-10");
        var closed = await Month("2026-01-01");

        await PlanTests.Create(_app, "late", "Late", 4900);

        (await _console.Movements(acme)).ShouldBe("2026-02-01 adjustment +49 new");
        (await Month("2026-01-01")).ShouldBe(closed);
        (await Month("2026-02-01")).ShouldBe("adjustment 4900");
        (await _console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_adjustment_is_frozen_with_the_month_it_was_booked_in_and_made_once()
    {
        var acme = await _app.Since("close-2", "2026-01-01", Books.Active(("late", 1)));
        await Close("2026-01-10");
        var plan = await PlanTests.Create(_app, "late", "Late", 4900);
        await _console.Counted();
        await Close("2026-02-10");

        await _app.Undo(plan);

        (await _console.Movements(acme)).ShouldBe("2026-02-01 adjustment +49 new; 2026-03-01 adjustment -49 churn");
        await PlanTests.Create(_app, "late", "Late", 4900);
        (await _console.Movements(acme)).ShouldBe("2026-02-01 adjustment +49 new");
    }

    [Fact]
    public async Task Reopening_is_possible_while_it_moves_no_number()
    {
        var acme = await _app.Since("close-3", "2026-01-05", Books.Active(("p100", 1), ("late", 1)));
        var run = await Close("2026-01-31");
        var closed = await _console.Movements(acme);

        await _app.Undo(run);
        var reopened = await _console.Movements(acme);
        var again = await Close("2026-01-31");
        await PlanTests.Create(_app, "late", "Late", 4900);
        await _console.Counted();

        (closed, reopened).ShouldBe(("2026-01-05 new +100", "2026-01-05 new +100"));
        (await _app.UndoRefused(again)).ShouldBe("moved_on");
    }

    [Fact]
    public async Task Months_are_closed_from_the_first_to_the_last_and_reopened_from_the_last()
    {
        var january = await Close("2026-01-31");
        var march = await Close("2026-03-31");

        (await Refusal("2026-02-10")).ShouldBe("already_closed");
        (await _app.UndoRefused(january)).ShouldBe("moved_on");
        await _app.Undo(march);
        await _app.Undo(january);
        (await Refusal("2026-01-10")).ShouldBeNull();
    }

    [Theory]
    [InlineData("2999-01-01", "not_over")]
    [InlineData("1999-12-31", "bad_month")]
    public async Task What_is_not_over_is_not_closed(string day, string code) => (await Refusal(day)).ShouldBe(code);

    [Fact]
    public async Task What_came_in_just_now_is_counted_first()
    {
        await _console.Counted();
        await using var work = await _console.Database.Write(Door.Intake("test"), []);
        await work.Do("insert into core.money_dirt (kind, id, since) values ('tenant', 'tnt_later', '2026-01-31')");
        await work.Commit();

        // The one who counts may come first: then there is nothing to wait for.
        var (january, left) = (await Refusal("2026-01-10"), await Dirt());

        (january is "not_counted" || left == 0).ShouldBeTrue();
        await _console.Counted();
        (await Refusal("2026-01-10")).ShouldBeNull();
    }

    private async Task<System.Text.Json.JsonElement> Close(string day)
    {
        await _console.Counted();
        return await _app.Decide("month.close", IdSource.Platform, new { month = day });
    }

    private Task<string?> Refusal(string day) => _app.Refusal("month.close", IdSource.Platform, new { month = day });

    private async Task<long> Dirt()
    {
        await using var work = await _console.Database.Read();
        return await work.One<long>("select count(*) from core.money_dirt");
    }

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
}
