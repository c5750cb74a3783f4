using System.Net;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;
using static OwnerConsole.Tests.Revenue.Movements.RestatementStage;

namespace OwnerConsole.Tests.Revenue.Movements;

/// <summary>Closed months are calculated again only on request. Closing affects the whole platform, so each test has its own console.</summary>
public sealed class RestateMonthTests : IAsyncLifetime
{
    private RestatementStage _stage = null!; // set before each test

    private TestConsole Console => _stage.Console;

    private TestApplication App => _stage.App;

    public async ValueTask InitializeAsync() => _stage = await Open();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task The_preview_shows_what_comes_out_and_the_earlier_figures_are_kept()
    {
        var metrics = new MetricsClient(Console, App);
        var acme = await App.Since("acme", Day(First, 5), RevenueReports.Active(("p100", 1), ("late", 1)));
        var bolt = await App.Since("bolt", Day(Second, 10), RevenueReports.Active(("late", 2)));
        var closing = await _stage.Close(Third);
        (await _stage.Differences()).ShouldBe(["", "", ""]);
        (await metrics.Value("mrr.estimated", $"{Day(Second, 28)}/{Day(Second, 28)}")).ShouldBe(10000);
        (await _stage.Refusal(Third)).ShouldBe("no_change");

        await PlanTests.Create(App, "late", "Late", 4900);

        (await Console.Movements(acme)).ShouldBe($"{Day(First, 5)} new +100; {Day(FirstOfMonth(-1), 1)} adjustment +49 expansion");
        (await _stage.Differences()).ShouldBe(["49: new 49", "147: new 98, adjustment 49", "147: adjustment 147"]);
        (await _stage.WrongDifferences()).ShouldBeEmpty();
        (await _stage.Refusal(FirstOfMonth(-1))).ShouldBe("not_closed");
        (await _stage.Refusal(Second, " ")).ShouldBe("reason_needed");
        (await App.UndoRefused(closing)).ShouldBe("moved_on");
        var owner = await TestBrowser.Owner(Console);
        await owner.Get("/revenue");
        owner.Page.ShouldContain("Differs by +49.00 USD");
        owner.Page.ShouldContain($"id=\"restate-{First:yyyy-MM}\"");
        owner.Page.ShouldNotContain($"id=\"restate-{Third:yyyy-MM}\"", Case.Sensitive, "only earlier months differ");

        var preview = await _stage.Preview(Second);
        Describe(preview)
            .ShouldBe([
                $"{Second:yyyy-MM}_new 0 to 98",
                $"{Second:yyyy-MM}_adjustment 0 to 49",
                $"{Second:yyyy-MM}_ending_mrr 100 to 247",
                $"{Third:yyyy-MM}_ending_mrr 100 to 247",
            ]);
        var id = await _stage.Start(preview);

        var restatement = await App.Get($"/api/v1/restatements/{id}");
        Describe(restatement)
            .ShouldBe([
                $"{Second:yyyy-MM}_new 0 to 98",
                $"{Second:yyyy-MM}_adjustment 0 to 49",
                $"{Second:yyyy-MM}_ending_mrr 100 to 247",
                $"{Third:yyyy-MM}_ending_mrr 100 to 247",
            ]);
        (await Console.Movements(acme)).ShouldBe($"{Day(First, 5)} new +100; {Day(Second, 1)} adjustment +49 expansion");
        (await Console.Movements(bolt)).ShouldBe($"{Day(Second, 10)} new +98");
        (await Console.WrongCells()).ShouldBeEmpty();
        (await _stage.WrongDifferences()).ShouldBeEmpty();
        (await metrics.Value("mrr.estimated", $"{Day(Second, 28)}/{Day(Second, 28)}")).ShouldBe(24700);
        (await _stage.Differences()).ShouldBe(["49: new 49", "", ""]);
        (await _stage.Refusal(Second)).ShouldBe("no_change");
        (await _stage.Months()).Select(month => month.GetProperty("restated_at").ValueKind is JsonValueKind.String).ShouldBe([false, true, true]);

        await owner.Get($"/revenue/restatements/{id}");
        owner.Page.ShouldContain("Two customers were reported late.");
        owner.Page.ShouldContain($"href=\"/tenants/{bolt}\"");
        (await owner.Get("/revenue")).StatusCode.ShouldBe(HttpStatusCode.OK);
        owner.Page.ShouldContain("Restated months");
        (await App.Get($"/api/v1/restatements/{id}/tenants?limit=1")).GetProperty("data")[0].GetProperty("tenant_id").GetString().ShouldBe(acme);
        await owner.Get($"/revenue/restatements/{id}/export");
        owner.Page.ShouldContain($"bolt,{bolt},{Second:yyyy-MM},new,late,98.00,USD");

        // The rest is corrected by restating the first month, and then the books agree with the facts.
        await _stage.Start(await _stage.Preview(First));
        (await Console.Movements(acme)).ShouldBe($"{Day(First, 5)} new +149");
        (await _stage.Differences()).ShouldBe(["", "", ""]);
        (await Console.WrongCells()).ShouldBeEmpty();
        (await App.UndoRefused(closing)).ShouldBe("moved_on", "it was restated");
    }

    [Fact]
    public async Task A_shift_between_closed_months_is_seen_and_an_adjustment_frozen_by_closing_counts_as_booked()
    {
        var acme = await App.Since("acme", Day(First, 5), RevenueReports.Active(("p100", 1)));
        var bolt = await App.Since("bolt", Day(First, 5), RevenueReports.Active(("late", 1)));
        await _stage.Close(First);
        var second = await _stage.Close(Second);
        await _stage.Move(acme, Day(Second, 7));

        (await _stage.Differences()).ShouldBe(["-100: new -100", "0: new 100, adjustment -100", ""]);
        (await App.UndoRefused(second)).ShouldBe("moved_on", "the figures of the month would change");
        await PlanTests.Create(App, "late", "Late", 4900);
        await Console.WaitForRevenue();
        var third = await _stage.Close(Third);
        (await _stage.Differences()).ShouldBe(["-51: new -51", "49: new 100, adjustment -51", ""]);
        await App.Undo(third);
        (await _stage.Differences()).ShouldBe(["-51: new -51", "49: new 100, adjustment -51", ""]);
        await _stage.Close(Third);
        await _stage.Forget(acme, bolt);
        (await _stage.Differences()).ShouldBe(["49: new 49", "49: adjustment 49", ""], "tenants with adjustments are compared after an upgrade");
        await _stage.Move(acme, Day(Second, 7));

        await _stage.Start(await _stage.Preview(First));

        (await Console.Movements(acme)).ShouldBe($"{Day(Second, 7)} new +100");
        (await Console.Movements(bolt)).ShouldBe($"{Day(First, 5)} new +49");
        (await _stage.Differences()).ShouldBe(["", "", ""]);
        (await _stage.WrongDifferences()).ShouldBeEmpty();
        (await Console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_restatement_continues_after_a_failure_and_blocks_others_until_it_is_applied()
    {
        const int Count = 201; // one more than a batch
        var old = FirstOfMonth(-14); // before the months that are listed
        await App.Put(
            "/api/v1/tenants",
            new
            {
                data = Enumerable
                    .Range(0, Count)
                    .Select(number => new
                    {
                        id = $"ext:many-{number}",
                        lifecycle = "active",
                        plan_items = new[] { new { plan = "late" } },
                        effective_at = $"{Day(old, 5)}T00:00:00Z",
                    }),
            }
        );
        await _stage.Close(Second);
        await PlanTests.Create(App, "late", "Late", 4900);
        await Console.WaitForRevenue();
        var preview = await _stage.Preview(old);
        var owner = await TestBrowser.Owner(Console);
        await owner.Get("/revenue");
        owner.Page.ShouldContain("Earlier closed months differ too");
        owner.Page.ShouldContain($"id=\"restate-{old:yyyy-MM}\"");
        var last = await _stage.One("select max(tenant_id) from movements.differences");

        await using (await _stage.Lock($"select 1 from movements.movements where tenant_id = '{last}' for update"))
        {
            await _stage.Run(preview);
            await _stage.KillWaiting();
            (
                await _stage.One("select (select count(*) from movements.restatement_changes) || ' ' || (select count(applied_at) from movements.restatements)")
            ).ShouldBe("200 0");
            (await _stage.Refusal(old)).ShouldBe("restating");
            (await App.Refusal("month.close", IdGenerator.Platform, new { month = Day(Third, 1) })).ShouldBe("restating");
        }
        await Console.WaitForRevenue();

        (await _stage.One("select count(*) || ' ' || count(distinct tenant_id) from movements.restatement_changes")).ShouldBe($"{Count} {Count}");
        (await _stage.One("select trim_scale(sum(delta_minor))::text from movements.movements where kind = 'new'")).ShouldBe($"{Count * 4900}");
        (await _stage.One("select count(*)::text from movements.differences")).ShouldBe("0");
        (await Console.WrongCells()).ShouldBeEmpty();
    }
}
