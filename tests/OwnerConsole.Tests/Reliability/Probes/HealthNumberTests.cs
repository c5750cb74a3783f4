using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Telemetry;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>Numbers of the application on the Health page. They cover the whole platform, so each test has its own console.</summary>
public sealed class HealthNumberTests
{
    private const string Yesterday = """
        insert into telemetry.requests (tenant_id, service, route, grain, bucket_at, requests, failed, duration_ms)
        values ('tnt_platform', 'web', 'GET /', 'minute', date_trunc('minute', now()) - interval '24 hours 3 minutes', 4, 1, 800)
        """;

    private const string Events = """
        insert into stripe.events (tenant_id, account_id, event_id, mode, type, object_type, object_id, state, created_at, received_at, processed_at, replayed_by, body)
        select 'tnt_platform', 'acct_1', n.id, 'live', 'invoice.paid', 'invoice', 'in_' || n.id, 'processed',
               n.at, n.at + interval '1 second', n.at + make_interval(secs => n.delay), n.run, '{}'
          from (values ('evt_1', now() - interval '3 hours', 2, null), ('evt_2', now() - interval '2 hours', 10, null),
                       ('evt_3', now() - interval '1 hour', 4, null), ('evt_4', now() - interval '5 hours', 17000, 'run_1')) n(id, at, delay, run)
        """;

    private const string PendingEvent = """
        insert into stripe.events (tenant_id, account_id, event_id, mode, type, object_type, object_id, state, created_at, received_at, body)
        values ('tnt_platform', 'acct_1', 'evt_5', 'live', 'invoice.paid', 'invoice', 'in_5', 'pending', now() - interval '5 minutes', now(), '{}')
        """;

    private const string LateEvent = """
        update stripe.events set state = 'processed', processed_at = now() - interval '1 second' where tenant_id = 'tnt_platform' and event_id = 'evt_5'
        """;

    private const string NextEvent = """
        insert into stripe.events (tenant_id, account_id, event_id, mode, type, object_type, object_id, state, created_at, received_at, processed_at, body)
        values ('tnt_platform', 'acct_1', 'evt_6', 'live', 'invoice.paid', 'invoice', 'in_6', 'processed', now() - interval '3 seconds', now(), now(), '{}')
        """;

    private readonly JumpingClock _clock = new();

    [Fact]
    public async Task Numbers_are_calculated_from_what_the_application_and_Stripe_have_sent()
    {
        await using var console = await TestConsole.Start(plain => plain with { Clock = _clock });
        var (app, owner) = (await TestApplication.Connect(console), await TestBrowser.Owner(console));

        await Send(console, "/v1/traces", OtlpBodies.Traces("web", _clock.GetUtcNow().AddMinutes(-2)));
        await Send(
            console,
            "/v1/metrics",
            OtlpBodies.Gauges(
                "web",
                ("process.cpu.utilization", "user", 0.7),
                ("process.cpu.utilization", "system", 0.25),
                ("process.memory.usage", null, 300_000_000)
            )
        );
        await Send(console, "/v1/metrics", OtlpBodies.Gauges("worker", ("container.cpu.usage", null, 1.5), ("process.memory.usage", null, 1e99)));
        await Write(console, Yesterday);
        await Write(console, Events);
        var tenant = await app.Tenant("acme");
        await app.Report(EventReports.Event(tenant, "session.started", _clock.GetUtcNow(), new { session = "one", member = "ann" }));
        await console.WaitForProjection();
        var numbers = await Numbers(app);
        var parts = (await app.Get("/api/v1/health")).GetProperty("parts").EnumerateArray();
        var trends = (await app.Get("/api/v1/health/trends?range=day")).GetProperty("trends").EnumerateArray();
        using var page = await owner.Get("/ops/health");

        trends.Single(trend => trend.GetProperty("key").GetString() == "active_today").GetProperty("points")[23].GetProperty("value").GetDecimal().ShouldBe(1);
        parts.Single(part => part.GetProperty("key").GetString() == "audit_log").GetProperty("state").GetString().ShouldBe("up");
        Value(numbers["active_now"]).ShouldBe(("ok", 1));
        Value(numbers["active_today"]).ShouldBe(("ok", 1));
        Value(numbers["api_calls"]).ShouldBe(("ok", 0.4m));
        Value(numbers["error_rate"]).ShouldBe(("high", 50));
        Value(numbers["response_average"]).ShouldBe(("ok", 150));
        numbers["response_p95"].GetProperty("value").GetInt32().ShouldBeInRange(180, 220);
        new[] { "api_calls", "error_rate", "response_average" }.Select(key => numbers[key].GetProperty("previous").GetDecimal()).ShouldBe([0.8m, 25, 200]);
        numbers["response_p95"].GetProperty("previous").ValueKind.ShouldBe(JsonValueKind.Null); // no latencies were stored yesterday
        Value(numbers["cpu web"]).ShouldBe(("high", 95));
        Value(numbers["memory web"]).ShouldBe(("ok", 300_000_000));
        (Value(numbers["cpu worker"]), numbers["cpu worker"].GetProperty("unit").GetString()).ShouldBe((("ok", 1.5m), "cpus"));
        Value(numbers["webhook_delay"]).ShouldBe(("ok", 4));
        Value(numbers["webhook_delay_p95"]).ShouldBe(("ok", 10)); // without the replayed event
        numbers["storage"].GetProperty("value").GetDecimal().ShouldBeGreaterThan(1_000_000);
        numbers.Values.ShouldAllBe(number => number.GetProperty("last_at").ValueKind == JsonValueKind.String);
        foreach (var text in new[] { "Your application", "CPU and memory", "300 MB", "vs. same time yesterday", "delta-bad", "number-webhook-delay-p95" })
            owner.Page.ShouldContain(text);
        owner.Page.ShouldNotContain("No data from your application yet");
    }

    [Fact]
    public async Task Numbers_need_attention_when_webhooks_wait_and_have_no_data_when_services_are_silent()
    {
        await using var console = await TestConsole.Start(plain => plain with { Clock = _clock });
        var (app, owner) = (await TestApplication.Connect(console), await TestBrowser.Owner(console));
        var empty = await Numbers(app);
        using var page = await owner.Get("/ops/health");

        await Send(console, "/v1/traces", OtlpBodies.Traces("web", _clock.GetUtcNow().AddMinutes(-2)));
        await Send(console, "/v1/metrics", OtlpBodies.Gauges("web", ("process.cpu.utilization", null, 0.5)));
        await Write(console, Events);
        await Write(console, PendingEvent);
        _clock.By = TimeSpan.FromMinutes(20);
        var later = await Numbers(app);
        var storage = await Numbers(await TestApplication.Connect(console, scopes: ["probe.read"]));
        var payments = await Numbers(await TestApplication.Connect(console, scopes: ["probe.read", "stripe.read"]));
        await Write(console, LateEvent);
        var late = await Numbers(app);
        await Write(console, NextEvent);
        var recovered = await Numbers(app);

        empty.Where(number => number.Key != "storage").Select(number => Value(number.Value)).Distinct().ShouldBe([("no_data", null)]);
        empty.Keys.ShouldBe(
            [
                "active_now",
                "active_today",
                "api_calls",
                "error_rate",
                "response_average",
                "response_p95",
                "cpu",
                "memory",
                "webhook_delay",
                "webhook_delay_p95",
                "storage",
            ],
            ignoreOrder: true
        );
        owner.Page.ShouldContain("No data from your application yet");
        owner.Page.ShouldContain("id=\"number-storage\"");
        Value(later["webhook_delay"]).ShouldBe(("slow", 4));
        Value(later["webhook_delay_p95"]).ShouldBe(("ok", 10));
        late["webhook_delay"].GetProperty("state").GetString().ShouldBe("slow"); // it took five minutes
        Value(recovered["webhook_delay"]).ShouldBe(("ok", 3));
        Value(later["api_calls"]).ShouldBe(("ok", 0));
        (Value(later["error_rate"]), Value(later["response_p95"]), Value(later["cpu web"])).ShouldBe((("no_data", null), ("no_data", null), ("no_data", null)));
        storage.Keys.ShouldBe(["storage"]);
        payments.Keys.ShouldBe(["webhook_delay", "webhook_delay_p95", "storage"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_silent_service_keeps_its_trends_as_long_as_they_are_stored()
    {
        await using var console = await TestConsole.Start(plain => plain with { Clock = _clock });
        var (owner, browser) = (await TestApplication.Connect(console), await TestBrowser.Owner(console));
        await Write(
            console,
            """
            insert into telemetry.replicas (tenant_id, service, replica, resource, metric, rank, unit, last_value, last_at)
            values ('tnt_platform', 'quiet', 'q1', 'cpu', 'process.cpu.utilization', 0, 'share', 0.5, now() - interval '3 days')
            """
        );
        await Write(
            console,
            """
            insert into telemetry.resource_rollups (tenant_id, service, replica, grain, bucket_at, resource, unit, samples, value_sum, value_max)
            select 'tnt_platform', 'quiet', '', 'hour', date_bin('1 hour', now() - days * interval '1 day', 'epoch'), 'cpu', 'share', 1, 0.5, 0.5
              from generate_series(3, 4) days
            """
        );

        var (day, week) = (await owner.Get("/api/v1/services/quiet?range=day"), await owner.Get("/api/v1/services/quiet?range=week"));
        var pages = new List<string>();
        foreach (var address in new[] { "/ops/services/quiet?range=day", "/ops/services/quiet?range=week", "/ops/health?range=day", "/ops/health?range=week" })
        {
            using var page = await browser.Get(address);
            pages.Add(browser.Page);
        }

        day.GetProperty("silent_since").ValueKind.ShouldBe(JsonValueKind.String);
        (day.GetProperty("resources").GetArrayLength(), week.GetProperty("resources").GetArrayLength()).ShouldBe((0, 1));
        pages[0].ShouldContain("No values in this period.");
        pages[1].ShouldContain("Silent since");
        pages[2].ShouldNotContain("CPU of quiet");
        pages[3].ShouldContain("CPU of quiet, last 7 days");
        pages[3].ShouldContain("silent since");
    }

    [Fact]
    public async Task API_calls_errors_and_response_times_have_trends_of_the_selected_period()
    {
        await using var console = await TestConsole.Start(plain => plain with { Clock = _clock });
        var browser = await TestBrowser.Owner(console);
        await Write(
            console,
            """
            insert into telemetry.requests (tenant_id, service, route, grain, bucket_at, requests, failed, duration_ms)
            select 'tnt_platform', service, 'GET /', 'hour', date_bin('1 hour', now() - days * interval '1 day', 'epoch'), requests, failed, requests * 100
              from (values ('web', 3, 1440, 144), ('api', 3, 1440, 0), ('web', 5, 100, 50)) n(service, days, requests, failed)
            """
        );
        // Five days ago, 2% of the requests were slow, so the p95 is that of the fast ones. A mean of the p95 of both routes would be a falling trend.
        await Write(
            console,
            """
            insert into telemetry.latencies (tenant_id, service, route, grain, bucket_at, bin, requests)
            select 'tnt_platform', 'web', route, 'hour', date_bin('1 hour', now() - days * interval '1 day', 'epoch'), bin, requests
              from (values (5, 'GET /', 20, 98), (5, 'GET /slow', 60, 2), (3, 'GET /', 28, 1440)) n(days, route, bin, requests)
            """
        );

        using var week = await browser.Get("/ops/health?range=week");
        var weekPage = browser.Page;
        using var day = await browser.Get("/ops/health?range=day");
        var dayPage = browser.Page;
        await Write(
            console,
            """
            insert into telemetry.requests (tenant_id, service, route, grain, bucket_at, requests, failed, duration_ms)
            values ('tnt_platform', 'web', 'GET /', 'hour', date_bin('1 hour', now(), 'epoch'), 1, 0, 500)
            """
        );
        _clock.By = TimeSpan.FromMinutes(2);
        using var later = await browser.Get("/ops/health?range=week");

        weekPage.ShouldContain("API calls, last 7 days, rising"); // also after the quiet hours between
        weekPage.ShouldContain("Error rate, last 7 days, falling");
        weekPage.ShouldContain("Average response, last 7 days, level");
        weekPage.ShouldContain("p95 response, last 7 days, rising");
        dayPage.ShouldNotContain("API calls, last 24 hours");
        dayPage.ShouldContain("?range=week"); // the longer period can be selected again
        browser.Page.ShouldContain("Average response, last 7 days, rising"); // of 100 ms, which is kept, and 500 ms
    }

    [Fact]
    public async Task The_size_of_the_database_is_stored_by_hour_and_has_a_trend()
    {
        await using var console = await TestConsole.Start(plain => plain with { Clock = _clock });
        var (app, owner) = (await TestApplication.Connect(console), await TestBrowser.Owner(console));
        var sampler = console.Services.GetServices<IWorkHandler>().Single(handler => handler.Name == "storage.measure");
        await Write(
            console,
            """
            insert into probes.storage_sizes (tenant_id, bucket_at, bytes)
            select 'tnt_platform', date_bin('1 hour', now() - make_interval(hours => hours), 'epoch'), 1 from generate_series(30, 40) hours
            """
        );

        await sampler.Execute(null!, CancellationToken.None); // the handler does not use its item
        await sampler.Execute(null!, CancellationToken.None);
        using var week = await owner.Get("/ops/health?range=week");
        var trend = (await app.Get("/api/v1/health/trends?range=week")).GetProperty("trends").EnumerateArray().Single(); // there were no requests

        owner.Page.ShouldContain("Storage, last 7 days, rising");
        (trend.GetProperty("key").GetString(), trend.GetProperty("points").GetArrayLength()).ShouldBe(("storage", 28));
        trend.GetProperty("points")[27].GetProperty("value").GetInt64().ShouldBeGreaterThan(1_000_000);
        (await Count(console, "select count(*) from probes.storage_sizes where bytes > 1000000")).ShouldBeInRange(1, 2); // at most one for each hour
    }

    private static async Task<long> Count(TestConsole console, string sql)
    {
        await using var work = await console.Database.Read();
        return await work.One<long>(sql);
    }

    private static async Task Write(TestConsole console, string sql)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(sql);
        await work.Commit();
    }

    private static async Task Send(TestConsole console, string path, byte[] body)
    {
        var exporter = await TestApplication.Connect(console, scopes: ["telemetry.report"]);
        (await exporter.Send(HttpMethod.Post, path, Encoding.UTF8.GetString(body))).Status.ShouldBe(200);
    }

    /// <returns>Numbers by key and service.</returns>
    private static async Task<Dictionary<string, JsonElement>> Numbers(TestApplication app) =>
        (await app.Get("/api/v1/health"))
            .GetProperty("numbers")
            .EnumerateArray()
            .ToDictionary(number => $"{number.GetProperty("key").GetString()} {number.GetProperty("service").GetString()}".Trim(), StringComparer.Ordinal);

    private static (string? State, decimal? Value) Value(JsonElement number) =>
        (
            number.GetProperty("state").GetString(),
            number.GetProperty("value") is { ValueKind: JsonValueKind.Number } value ? value.GetDecimal() : (decimal?)null
        );
}
