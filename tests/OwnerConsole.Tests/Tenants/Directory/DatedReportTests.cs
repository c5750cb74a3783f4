using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Directory;

/// <summary>Dated reports carry the time since when they are valid: history and late reports.</summary>
public sealed class DatedReportTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static int s_made;

    private static readonly string[] s_countries = ["CH", "DE", "FR", "JP"];

    [Fact]
    public async Task A_dated_report_is_valid_until_the_next_one()
    {
        var app = await TestApplication.Connect(console);
        var acme = await Report(
            app,
            "dated-1",
            "2026-01-01",
            new
            {
                lifecycle = "trial",
                plan_items = Pro(1),
                country = "CH",
            }
        );

        await Report(
            app,
            acme,
            "2026-03-01",
            new
            {
                lifecycle = "active",
                plan_items = Pro(3),
                country = "DE",
            }
        );
        await Report(app, acme, "2026-02-01", new { plan_items = Array.Empty<object>(), attributes = new { size = "xl" } });
        await Report(app, acme, "2026-04-01", new { lifecycle = "cancelled", attributes = new { size = (string?)null } });

        (await Intervals(acme)).ShouldBe(
            """
            country "CH" 2026-01-01 2026-03-01
            country "DE" 2026-03-01 now
            is active 2026-03-01 2026-04-01
            is cancelled 2026-04-01 now
            is trial 2026-01-01 2026-03-01
            pro 1 2026-01-01 2026-02-01
            pro 3 2026-03-01 now
            size "xl" 2026-02-01 2026-04-01
            """
        );
        (await app.Status(acme)).ShouldBe("cancelled");
        (await app.Get($"/api/v1/tenants/{acme}")).GetProperty("opened_at").GetString()!.ShouldStartWith("2026-01-01");
    }

    [Fact]
    [Slow(11, "Directory")]
    public async Task The_order_of_reports_does_not_change_the_intervals()
    {
        var app = await TestApplication.Connect(console);
        var histories = Gen.Sample(History, 25, 12).ToList();

        foreach (var history in histories)
        {
            var (forth, back, mixed) = (await Known(app), await Known(app), await Known(app));
            foreach (var said in history)
                await Report(app, forth, said.Day, said.Fields);
            foreach (var said in history.Reverse())
                await Report(app, back, said.Day, said.Fields);
            foreach (var said in history.OrderBy(said => said.Day[^1]).ThenBy(said => said.Day, StringComparer.Ordinal))
                await Report(app, mixed, said.Day, said.Fields);

            var intervals = await Intervals(forth);
            (await Intervals(back)).ShouldBe(intervals);
            (await Intervals(mixed)).ShouldBe(intervals);
        }
        (await CountInvalidIntervals()).ShouldBe(0);
    }

    [Fact]
    public async Task A_plan_change_overrides_earlier_dated_reports_and_undo_restores_the_latest_report()
    {
        var app = await TestApplication.Connect(console);
        if ((await app.Get("/api/v1/plans")).GetProperty("data").GetArrayLength() == 0)
            await Plans.Plans.PlanTests.Create(app, "pro", "Pro", 4900);
        var acme = await Report(app, "dated-3", "2026-01-01", new { lifecycle = "active", plan_items = Pro(1) });
        var run = await app.Run("tenant.change_plan", acme, new { items = Pro(9) });

        await Report(app, acme, "2026-02-01", new { plan_items = Pro(2) });
        var decided = await PlanItems(acme);
        await app.Undo(run);

        decided.ShouldBe("pro 1 until 2026-02-01, pro 2, pro 9 now");
        (await PlanItems(acme)).ShouldBe("pro 1 until 2026-02-01, pro 2, pro 9, pro 2 now");
    }

    [Fact]
    public async Task A_live_report_after_history_sets_the_present()
    {
        var app = await TestApplication.Connect(console);
        var acme = await Report(
            app,
            "dated-4",
            "2026-01-01",
            new
            {
                lifecycle = "trial",
                plan_items = Pro(1),
                country = "CH",
            }
        );

        await app.Put(
            $"/api/v1/tenants/{acme}",
            new
            {
                lifecycle = "active",
                plan_items = Pro(1),
                country = "CH",
            }
        );
        await Report(app, acme, "2026-02-01", new { lifecycle = "cancelled" });

        (await app.Status(acme)).ShouldBe("active");
        (await PlanItems(acme)).ShouldBe("pro 1 now");
        (await Intervals(acme)).ShouldContain("is cancelled 2026-02-01");
    }

    [Fact]
    public async Task Concurrent_reports_leave_no_interval_that_ends_before_it_starts()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("dated-5");
        await using var first = await console.Database.Write(WriteOrigin.Intake("test"), [acme]);
        await first.Execute("select 1 from core.tenant_status for no key update");

        var second = app.Put($"/api/v1/tenants/{acme}", new { country = "CH" }); // It starts now and waits for the lock.
        await WaitForLock();
        await first.Execute(
            "insert into core.attributes (tenant_id, name, value, from_at) values (@acme, 'country', '\"DE\"', clock_timestamp())",
            new { acme }
        );
        await first.Commit();
        await second;

        (await CountInvalidIntervals()).ShouldBe(0);
    }

    [Theory]
    [InlineData("2999-01-01T00:00:00Z", "must not be in the future")]
    [InlineData("1999-12-31T00:00:00Z", "the year 2000 or later")]
    public async Task An_invalid_report_date_is_rejected(string at, string why)
    {
        var app = await TestApplication.Connect(console);

        var (status, answer) = await app.Send(HttpMethod.Put, "/api/v1/tenants", $$"""{"data":[{"id":"ext:dated-6","effective_at":"{{at}}"}]}""");

        status.ShouldBe(400);
        answer.GetProperty("errors").GetProperty("data[0].effective_at").GetRawText().ShouldContain(why);
    }

    [Fact]
    public async Task History_is_rejected_after_a_month_is_closed()
    {
        await using var alone = await TestConsole.Start();
        var app = await TestApplication.Connect(alone);
        var acme = await app.Tenant("dated-7");
        await alone.WaitForRevenue();
        var run = await app.Run("month.close", IdGenerator.Platform, new { month = "2026-01-15" });

        var (status, answer) = await app.Send(HttpMethod.Put, $"/api/v1/tenants/{acme}", """{"effective_at":"2026-03-01T00:00:00Z","lifecycle":"trial"}""");
        await app.Undo(run);
        var reopened = await app.Send(HttpMethod.Put, $"/api/v1/tenants/{acme}", """{"effective_at":"2026-03-01T00:00:00Z","lifecycle":"trial"}""");

        status.ShouldBe(400, answer.GetRawText());
        answer.GetProperty("errors").GetProperty("effective_at").GetRawText().ShouldContain("first month was closed");
        reopened.Status.ShouldBe(200);
    }

    private static readonly Gen<(string Day, object Fields)[]> History =
        from days in Gen.Shuffle(Enumerable.Range(1, 28).ToArray())
        from words in Gen.Elements("trial", "active", "cancelled").ArrayOf(6)
        from plans in Gen.Choose(0, 3).ArrayOf(6)
        from which in Gen.Choose(0, 3).ArrayOf(6)
        select Enumerable
            .Range(0, 6)
            .Select(place =>
                (
                    $"2026-05-{days[place]:D2}",
                    which[place] switch
                    {
                        0 => (object)new { lifecycle = words[place] },
                        1 => new { plan_items = plans[place] == 0 ? [] : Pro(plans[place]) },
                        2 => new { country = plans[place] == 0 ? null : s_countries[words[place][0] % s_countries.Length] },
                        _ => new { lifecycle = words[place], plan_items = plans[place] == 0 ? [] : Pro(plans[place]) },
                    }
                )
            )
            .ToArray();

    private static object[] Pro(int quantity) => [new { plan = "pro", quantity }];

    /// <returns>A tenant that was opened before all reports.</returns>
    private static Task<string> Known(TestApplication app) =>
        Report(app, $"known-{Interlocked.Increment(ref s_made)}", "2026-01-01", new { lifecycle = "active" });

    private static async Task<string> Report(TestApplication app, string tenant, string day, object fields)
    {
        var body = Json.Element(fields).EnumerateObject().ToDictionary(field => field.Name, field => field.Value);
        body["effective_at"] = Json.Element($"{day}T00:00:00Z");
        var named = tenant.StartsWith("tnt_", StringComparison.Ordinal) ? tenant : $"ext:{tenant}";
        return (await app.Put($"/api/v1/tenants/{named}", body)).GetProperty("id").GetString()!;
    }

    /// <summary>Waits until a session waits for a lock.</summary>
    private async Task WaitForLock()
    {
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await using var command = new Npgsql.NpgsqlCommand(
            "select exists (select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')",
            super
        );
        while (!(bool)(await command.ExecuteScalarAsync())!)
            await Task.Delay(5);
    }

    private async Task<string> Intervals(string tenant)
    {
        await using var work = await console.Database.Read();
        var rows = await work.List<string>(
            """
            select what || ' ' || to_char(from_at at time zone 'UTC', 'YYYY-MM-DD') || ' ' || coalesce(to_char(to_at at time zone 'UTC', 'YYYY-MM-DD'), 'now')
              from (select plan || ' ' || quantity as what, from_at, to_at from core.plan_items where tenant_id = @tenant
                    union all select 'is ' || lifecycle, from_at, to_at from core.lifecycles where tenant_id = @tenant
                    union all select name || ' ' || value, from_at, to_at from core.attributes where tenant_id = @tenant) i
             order by what collate "C", from_at
            """,
            new { tenant }
        );
        return string.Join('\n', rows);
    }

    private async Task<string> PlanItems(string tenant)
    {
        await using var work = await console.Database.Read();
        var rows = await work.List<string>(
            """
            select plan || ' ' || quantity || case when to_at is null then ' now' when to_at < '2026-06-01' then ' until ' || to_char(to_at at time zone 'UTC', 'YYYY-MM-DD') else '' end
              from core.plan_items where tenant_id = @tenant order by from_at
            """,
            new { tenant }
        );
        return string.Join(", ", rows);
    }

    /// <returns>The number of intervals that end before they start or overlap another one.</returns>
    private async Task<long> CountInvalidIntervals()
    {
        await using var work = await console.Database.Read();
        return await work.One<long>(
            """
            with i as (select tenant_id, plan as what, from_at, to_at from core.plan_items
                       union all select tenant_id, 'lifecycle', from_at, to_at from core.lifecycles
                       union all select tenant_id, 'attribute:' || name, from_at, to_at from core.attributes)
            select (select count(*) from i where to_at <= from_at)
                 + (select count(*) from i join i j using (tenant_id, what) where i.from_at < j.from_at and coalesce(i.to_at, 'infinity') > j.from_at)
            """
        );
    }
}
