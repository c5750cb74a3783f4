using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Revenue.Movements;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Revenue.Movements;

/// <summary>Follows reports and operations to the stored movements. MrrTests covers what a movement is.</summary>
public sealed class MovementTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private static readonly (string Key, long Price)[] Sold = [("p100", 10000), ("p150", 15000), ("p40", 4000), ("free", 0)];

    private TestApplication _app = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _app = await TestApplication.Connect(console);
        if ((await _app.Get("/api/v1/plans")).GetProperty("data").GetArrayLength() > 0)
            return;
        foreach (var (key, price) in Sold)
            await PlanTests.Create(_app, key, key, price);
        await _app.Run(
            "plan.create",
            "tnt_platform",
            new
            {
                key = "mixed",
                name = "mixed",
                price = new { amount = 7000, currency = "USD" },
                other_prices = new[]
                {
                    new { price = new { amount = 70000, currency = "USD" }, interval = "year" },
                    new { price = new { amount = 6500, currency = "EUR" }, interval = "month" },
                },
            }
        );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Imported_history_becomes_movements_at_current_prices()
    {
        var acme = await _app.Since("money-1", "2026-01-01", new { lifecycle = "trial", plan_items = new[] { new { plan = "p100" } } });
        await _app.Since(acme, "2026-01-15", new { lifecycle = "active" });
        await _app.Since(acme, "2026-03-01", RevenueReports.Active(("p100", 1), ("p40", 2)));
        await _app.Since(acme, "2026-04-01", RevenueReports.Active(("p40", 2)));
        await _app.Since(acme, "2026-05-01", RevenueReports.Active(("free", 1)));
        await _app.Since(acme, "2026-06-01", RevenueReports.Active(("p150", 1)));
        await _app.Since(acme, "2026-07-01", new { lifecycle = "cancelled" });

        (await console.Movements(acme)).ShouldBe(
            "2026-01-15 new +100 trial; 2026-03-01 expansion +80; 2026-04-01 contraction -100; 2026-05-01 churn -80 to_free; 2026-06-01 reactivation +150; 2026-07-01 churn -150 cancelled"
        );
        (await console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Case_26_repeated_and_reordered_reports_produce_the_same_rows()
    {
        var acme = await _app.Since("money-2", "2026-01-01", RevenueReports.Active());
        (string Day, object Description)[] history =
        [
            ("2026-02-01", RevenueReports.Active(("p100", 1))),
            ("2026-03-01", RevenueReports.Active(("p150", 2))),
            ("2026-04-01", new { lifecycle = "cancelled" }),
            ("2026-05-01", RevenueReports.Active(("p40", 1))),
        ];

        foreach (var (day, says) in history)
            await _app.Since(acme, day, says);
        var forth = await console.Movements(acme);
        var recorded = await Recorded(acme);
        foreach (var (day, says) in history.Reverse().Concat(history))
        {
            await _app.Since(acme, day, says);
            await console.WaitForRevenue();
        }

        forth.ShouldBe("2026-02-01 new +100; 2026-03-01 expansion +200; 2026-04-01 churn -300 cancelled; 2026-05-01 reactivation +40");
        (await console.Movements(acme)).ShouldBe(forth);
        (await Recorded(acme)).ShouldBe(recorded, "unchanged rows keep their time of recording");
        (await console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_change_that_is_undone_and_a_grant_leave_no_movement()
    {
        var acme = await _app.Since("money-3", "2026-01-01", RevenueReports.Active(("p100", 1)));
        var run = await _app.Run("tenant.change_plan", acme, new { items = new[] { new { plan = "p150", quantity = 1 } } });
        await _app.Run("tenant.grant", acme, new { plan = "p40" });
        var decided = await console.Movements(acme);

        await _app.Undo(run);

        decided.ShouldEndWith("expansion +50");
        (await console.Movements(acme)).ShouldBe("2026-01-01 new +100", "the change was undone within the minute");
        (await console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_price_applies_to_new_subscriptions_only()
    {
        string[] ids =
        [
            await _app.Since("money-4", "2026-01-01", RevenueReports.Active(("gold", 1))),
            await _app.Since("money-5", "2026-02-01", RevenueReports.Active(("gold", 3))),
        ];
        var before = (await console.Movements(ids[0])) + (await console.Movements(ids[1]));

        var plan = await PlanTests.Create(_app, "gold", "Gold", 1000);
        var first = (await console.Movements(ids[0]), await console.Movements(ids[1]));
        await _app.Run("plan.change", plan.Created(), new { price = new { amount = 1200, currency = "USD" } });

        before.ShouldBe("");
        first.ShouldBe(("2026-01-01 new +10", "2026-02-01 new +30"));
        var later = await _app.Since(
            "money-9",
            TimeProvider.System.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            RevenueReports.Active(("gold", 1))
        );

        (await console.Movements(ids[0]), await console.Movements(ids[1])).ShouldBe(first);
        (await console.Movements(later)).ShouldEndWith("new +12");
        (await console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_created_by_mistake_leaves_no_movements()
    {
        var acme = await _app.Since("money-6", "2026-01-01", RevenueReports.Active(("oops", 1)));
        var made = await PlanTests.Create(_app, "oops", "Oops", 99900);
        var mistaken = await console.Movements(acme);
        await _app.Undo(made);
        var undone = await console.Movements(acme);

        await PlanTests.Create(_app, "oops", "Oops", 900);

        (mistaken, undone).ShouldBe(("2026-01-01 new +999", ""));
        (await console.WrongCells()).ShouldBeEmpty();
        (await console.Movements(acme)).ShouldBe("2026-01-01 new +9");
    }

    [Fact]
    public async Task Case_16_months_start_at_midnight_in_the_owners_time_zone()
    {
        await using var alone = await TestConsole.Start();
        var app = await TestApplication.Connect(alone);
        await PlanTests.Create(app, "p100", "p100", 10000);
        var acme = await app.Since("money-7", "2025-03-31T23:30:00Z", RevenueReports.Active(("p100", 1)));
        var months = new Dictionary<string, DateOnly>(StringComparer.Ordinal);

        foreach (var zone in new[] { "UTC", "America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo" })
        {
            await alone.Zone(zone);
            await alone.Movements(acme);
            await using var work = await alone.Database.Read();
            months[zone] = await work.One<DateOnly>("select month from movements.mrr_month");
            (await alone.WrongCells()).ShouldBeEmpty();
        }

        months.Values.Select(month => month.Month).ShouldBe([3, 3, 4, 4]);
    }

    [Fact]
    public async Task Monthly_revenue_starts_with_the_opening_balance_and_lists_later_movements()
    {
        await using var alone = await TestConsole.Start();
        var app = await TestApplication.Connect(alone);
        await PlanTests.Create(app, "p100", "p100", 10000);
        var thisMonth = DateTimeOffset.Parse($"{TimeProvider.System.GetUtcNow():yyyy-MM}-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        var acme = await app.Since("money-8", "2025-01-05", RevenueReports.Active(("p100", 1)));
        await app.Since(acme, $"{thisMonth.AddMonths(-1):yyyy-MM-dd}", RevenueReports.Active(("p100", 3)));
        await app.Since(acme, $"{thisMonth:yyyy-MM-dd}", RevenueReports.Active(("p100", 2)));
        await alone.WaitForRevenue();

        await using var work = await alone.Database.Read();
        var cells = await MrrMonths.Find(Mode.Live, 2, false, work);

        cells
            .Select(cell => (cell.Month, cell.Kind?.ToString() ?? "opening", cell.Plan, cell.DeltaMinor))
            .ShouldBe([
                (DateOnly.FromDateTime(thisMonth.AddMonths(-1).DateTime), "opening", "p100", 10000),
                (DateOnly.FromDateTime(thisMonth.AddMonths(-1).DateTime), "Expansion", "p100", 20000),
                (DateOnly.FromDateTime(thisMonth.DateTime), "Contraction", "p100", -10000),
            ]);
        (await MrrMonths.Find(Mode.Test, 2, false, work)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_sum_of_the_movements_matches_the_facts_on_every_day()
    {
        var histories = Gen.Sample(History, 30, 40).ToList();
        var ids = new List<string>();
        foreach (var (history, number) in histories.Select((history, number) => (history, number)))
        {
            var id = await _app.Since($"path-{number}", "2026-01-01", new { lifecycle = "trial" });
            ids.Add(id);
            foreach (var (day, says) in history)
                await _app.Since(id, day, says);
        }
        await console.WaitForRevenue();

        var differ = new List<string>();
        await using var work = await console.Database.Read();
        foreach (var day in Enumerable.Range(0, 200).Select(day => new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddDays(day)))
            differ.AddRange(await work.List<string>(SecondPath, new { ids, at = day }));

        differ.ShouldBeEmpty();
        (await work.One<long>("select count(distinct kind) from movements.movements where tenant_id = any(@ids)", new { ids })).ShouldBeGreaterThan(4);
        (await console.WrongCells()).ShouldBeEmpty();
    }

    /// <summary>Calculates MRR from plan items, lifecycles and prices, independently of the movements, and returns the differences.</summary>
    private const string SecondPath = """
        select t.id || ' at ' || @at || ': ' || s.plan || ' ' || s.facts || ' <> ' || s.book
          from unnest(@ids) t(id)
          cross join lateral (
            select coalesce(f.plan, m.plan) || ' ' || coalesce(f.currency, m.currency) as plan, coalesce(f.minor, 0) as facts, coalesce(m.minor, 0) as book
              from (select i.plan, p.currency, sum(round(p.amount::numeric * i.quantity / case p.unit when 'month' then 1.0 else 12.0 end / p.units, 12)) as minor
                      from core.plan_items i
                     cross join lateral (
                        select o.amount, o.unit, o.units, o.currency from core.plan_prices o
                         where o.plan = i.plan and (i.currency is null and o.place = 0 or o.currency = i.currency and o.unit = i.interval) and case when o.from_at <= coalesce(i.taken_at, i.from_at) then o.from_at <= @at else greatest(o.rollout_at, o.from_at) <= @at end
                           and coalesce(o.withdrawn_at, 'infinity') > @at
                         order by o.from_at desc limit 1) p
                      join core.lifecycles l on l.tenant_id = i.tenant_id and l.from_at <= @at and (l.to_at is null or l.to_at > @at) and l.lifecycle = 'active'
                     where i.tenant_id = t.id and i.from_at <= @at and (i.to_at is null or i.to_at > @at)
                     group by i.plan, p.currency) f
              full join (select plan, currency, sum(delta_minor) as minor from movements.movements where tenant_id = t.id and at <= @at group by plan, currency) m on m.plan = f.plan and m.currency = f.currency
             where coalesce(f.minor, 0) <> coalesce(m.minor, 0)) s
        """;

    private static readonly Gen<(string Day, object Description)[]> History =
        from days in Gen.Shuffle(Enumerable.Range(0, 180).ToArray())
        from plans in Gen.Elements("p100", "p150", "p40", "free", "unknown", "mixed").ArrayOf(8)
        from quantities in Gen.Choose(1, 3).ArrayOf(8)
        from how in Gen.Choose(0, 7).ArrayOf(8)
        select Enumerable
            .Range(0, 8)
            .Select(place =>
                (
                    new DateOnly(2026, 1, 2).AddDays(days[place]).ToString("O", System.Globalization.CultureInfo.InvariantCulture),
                    how[place] switch
                    {
                        0 => (object)new { lifecycle = "cancelled" },
                        1 => RevenueReports.Active(),
                        2 => new { plan_items = new[] { new { plan = plans[place], quantity = quantities[place] }, new { plan = "seat", quantity = 1 } } },
                        6 => new { lifecycle = "active", plan_items = new[] { Mixed(quantities[place], "year", "USD") } },
                        7 => new { lifecycle = "active", plan_items = new[] { Mixed(quantities[place], "month", "EUR") } },
                        _ => RevenueReports.Active((plans[place], quantities[place])),
                    }
                )
            )
            .ToArray();

    private static object Mixed(int quantity, string interval, string currency) =>
        new
        {
            plan = "mixed",
            quantity,
            interval,
            currency,
        };

    private async Task<string> Recorded(string tenant)
    {
        await using var work = await console.Database.Read();
        return string.Join(
            ' ',
            await work.List<string>("select recorded_at::text from movements.movements where tenant_id = @tenant order by at", new { tenant })
        );
    }
}
