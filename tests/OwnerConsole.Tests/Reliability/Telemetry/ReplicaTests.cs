using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.Telemetry;

/// <summary>CPU, memory and disk of each replica of a service, as SDKs and collectors report them.</summary>
public sealed class ReplicaTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly DateTimeOffset s_now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Replicas_have_their_own_values_and_the_service_has_their_mean()
    {
        var owner = await TestApplication.Connect(console);
        var browser = await TestBrowser.Owner(console);

        await Send(Replica("shop", "shop-1"), s_now.AddHours(-7), Gauge("process.cpu.utilization", 0.3));
        await Send(Replica("shop", "shop-1"), s_now.AddMinutes(-2), Gauge("process.cpu.utilization", 0.2), Gauge("process.memory.usage", 100_000_000));
        await Send(Replica("shop", "shop-1"), s_now.AddMinutes(-1), Gauge("process.cpu.utilization", 0.4), Gauge("process.memory.usage", 100_000_000));
        await Send(Replica("shop", "shop-2"), s_now.AddMinutes(-1), Gauge("process.cpu.utilization", 0.95), Gauge("process.memory.usage", 300_000_000));
        await Send(Replica("shop", "shop-2"), s_now.AddMinutes(-1), Gauge("process.cpu.utilization", 0.1)); // the same time: a repeated report
        await Send(Replica("shop", "shop-2"), s_now.AddSeconds(-30), Gauge("system.cpu.utilization", 0.1)); // less precise than what it reports otherwise
        await Send(Replica("shop", null), s_now.AddHours(-2), Gauge("process.memory.usage", 200_000_000));
        var (details, numbers) = (await owner.Get("/api/v1/services/shop?range=day"), await Numbers(owner));
        using var health = await browser.Get("/ops/health?range=week");
        var healthPage = browser.Page;
        using var service = await browser.Get("/ops/services/shop?range=day");

        var replicas = Replicas(details);
        replicas.Keys.ShouldBe(["default", "shop-1", "shop-2"], ignoreOrder: true);
        Value(replicas["shop-1"], "cpu").ShouldBe(0.4);
        Value(replicas["shop-2"], "cpu").ShouldBe(0.95);
        Value(replicas["default"], "memory").ShouldBeNull(); // it is silent
        Trend(replicas["shop-1"], "cpu").Average().ShouldBe(0.3, tolerance: 0.001);
        numbers["cpu shop"].GetProperty("value").GetDecimal().ShouldBe(67.5m);
        numbers["cpu shop"].GetProperty("state").GetString().ShouldBe("high");
        numbers["cpu shop"].GetProperty("summary").GetString().ShouldBe("Mean of 2 replicas.");
        numbers["memory shop"].GetProperty("value").GetDecimal().ShouldBe(200_000_000);
        var cpu = details.GetProperty("resources")[0];
        (cpu.GetProperty("resource").GetString(), cpu.GetProperty("unit").GetString()).ShouldBe(("cpu", "share"));
        cpu.GetProperty("points").GetArrayLength().ShouldBe(24);
        cpu.GetProperty("points").EnumerateArray().Max(point => Number(point.GetProperty("highest"))).ShouldBe(0.95);
        foreach (var text in new[] { "CPU of shop, last 7 days", "67.5%", "200 MB" })
            healthPage.ShouldContain(text);
        foreach (var text in new[] { "shop-2", "95%", "300 MB", "CPU of shop-1, last 24 hours" })
            browser.Page.ShouldContain(text);
        (await owner.Send(HttpMethod.Get, "/api/v1/services/shop?range=year")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Times_of_CPUs_become_a_rate_and_a_restarted_process_is_not_negative()
    {
        var owner = await TestApplication.Connect(console);
        Task Report(int minutes, double seconds) => Send(Replica("jobs", "jobs-1"), s_now.AddMinutes(minutes), Sum("process.cpu.time", seconds));

        await Report(-4, 100);
        var first = Value(Replicas(await owner.Get("/api/v1/services/jobs"))["jobs-1"], "cpu");
        await Report(-3, 130);
        var second = Value(Replicas(await owner.Get("/api/v1/services/jobs"))["jobs-1"], "cpu");
        await Report(-2, 5);
        var restarted = Value(Replicas(await owner.Get("/api/v1/services/jobs"))["jobs-1"], "cpu");
        await Report(-1, 20);
        var again = Value(Replicas(await owner.Get("/api/v1/services/jobs"))["jobs-1"], "cpu");

        (first, restarted).ShouldBe((null, null));
        second!.Value.ShouldBe(0.5, tolerance: 0.001);
        again!.Value.ShouldBe(0.25, tolerance: 0.001);
    }

    [Fact]
    public async Task A_share_from_times_of_different_CPUs_is_at_most_all_of_the_machine()
    {
        var owner = await TestApplication.Connect(console);
        object[] machine = [Text("host.name", "split-host")];

        await Send(machine, s_now.AddMinutes(-2), Sum("system.cpu.time", 10, ("cpu", "cpu0"), ("state", "user")));
        await Send(machine, s_now.AddMinutes(-1), Sum("system.cpu.time", 9_000, ("cpu", "cpu1"), ("state", "user")));
        var host = Replicas(await owner.Get("/api/v1/services/split-host"))["split-host"];

        Value(host, "cpu").ShouldBe(1.0);
    }

    [Fact]
    public async Task A_collector_reports_the_CPUs_memory_and_fullest_disk_of_a_machine_and_not_those_of_single_processes()
    {
        var owner = await TestApplication.Connect(console);
        object[] machine = [Text("host.name", "db-host")];

        await Send(
            machine,
            s_now,
            Gauge("system.cpu.utilization", 0.5, ("cpu", "cpu0"), ("state", "user")),
            Gauge("system.cpu.utilization", 0.5, ("cpu", "cpu0"), ("state", "idle")),
            Gauge("system.cpu.utilization", 1, ("cpu", "cpu1"), ("state", "user")),
            Sum("system.memory.usage", 6e9, ("state", "used")),
            Sum("system.memory.usage", 2e9, ("state", "free")),
            Sum("system.filesystem.usage", 95e9, ("mountpoint", "/data"), ("type", "ext4"), ("state", "used")),
            Sum("system.filesystem.usage", 5e9, ("mountpoint", "/data"), ("type", "ext4"), ("state", "free")),
            Sum("system.filesystem.usage", 1e9, ("mountpoint", "/"), ("type", "ext4"), ("state", "used")),
            Sum("system.filesystem.usage", 9e9, ("mountpoint", "/"), ("type", "ext4"), ("state", "free"))
        );
        await Send([.. machine, Text("process.pid", "7")], s_now, Gauge("process.memory.usage", 1_000));
        var (details, numbers) = (await owner.Get("/api/v1/services/db-host"), await Numbers(owner));

        var host = Replicas(details)["db-host"];
        (Value(host, "cpu"), Value(host, "memory"), Value(host, "disk")).ShouldBe((0.75, 6e9, 95e9));
        host.GetProperty("memory").GetProperty("share").GetDouble().ShouldBe(0.75);
        (host.GetProperty("disk").GetProperty("place").GetString(), host.GetProperty("disk").GetProperty("maximum").GetDouble()).ShouldBe(("/data", 100e9));
        var disk = numbers["disk db-host"];
        (disk.GetProperty("state").GetString(), disk.GetProperty("value").GetDecimal(), disk.GetProperty("maximum").GetDecimal()).ShouldBe(
            ("high", 95_000_000_000, 100_000_000_000)
        );
        details.GetProperty("metrics").EnumerateArray().ShouldAllBe(metric => metric.GetProperty("metric").GetString() != "system.cpu.utilization");
        await using var work = await console.Database.Read();
        var share = await work.One<double>(
            """
            select share_max from telemetry.resource_rollups
             where tenant_id = 'tnt_platform' and service = 'db-host' and replica = '' and resource = 'disk' and grain = 'day'
            """
        );
        share.ShouldBe(0.95, tolerance: 0.001);
    }

    [Fact]
    public async Task New_replicas_replace_silent_ones_and_none_that_still_report()
    {
        var owner = await TestApplication.Connect(console);
        await Write(
            """
            insert into telemetry.replicas (tenant_id, service, replica, resource, metric, rank, unit, last_value, last_at)
            select 'tnt_platform', 'pods', 'pod-' || n, 'cpu', 'process.cpu.utilization', 0, 'share', 0.5,
                   now() - case when n < 2 then interval '1 hour' else interval '1 minute' end
              from generate_series(1, 50) n
            """
        );
        await Write(
            """
            insert into telemetry.resource_rollups (tenant_id, service, replica, grain, bucket_at, resource, unit, samples, value_sum, value_max)
            values ('tnt_platform', 'pods', 'pod-1', 'day', date_bin('1 day', now(), 'epoch'), 'cpu', 'share', 1, 0.5, 0.5)
            """
        );

        await Send(Replica("pods", "new-1"), s_now, Gauge("process.cpu.utilization", 0.5));
        await Send(Replica("pods", "new-2"), s_now, Gauge("process.cpu.utilization", 0.5));
        var names = Replicas(await owner.Get("/api/v1/services/pods")).Keys.ToList();

        names.Count.ShouldBe(50);
        names.ShouldContain("new-1");
        names.ShouldNotContain("pod-1");
        names.ShouldNotContain("new-2");
        await using var work = await console.Database.Read();
        (await work.One<long>("select count(*) from telemetry.resource_rollups where tenant_id = 'tnt_platform' and replica = 'pod-1'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_service_whose_last_replica_is_replaced_leaves_no_rollups()
    {
        await Write(
            """
            insert into telemetry.replicas (tenant_id, service, replica, resource, metric, rank, unit, last_value, last_at)
            select 'tnt_platform', 'fleet-' || n, 'only', 'cpu', 'process.cpu.utilization', 0, 'share', 0.5, now() - interval '2 days' - n * interval '1 second'
              from generate_series(1, 500) n
            """
        );
        await Write(
            """
            insert into telemetry.resource_rollups (tenant_id, service, replica, grain, bucket_at, resource, unit, samples, value_sum, value_max)
            select 'tnt_platform', service, replica, 'day', date_bin('1 day', now(), 'epoch'), 'cpu', 'share', 1, 0.5, 0.5
              from unnest(array['fleet-499', 'fleet-500']) s(service), unnest(array['', 'only']) r(replica)
            """
        );

        await Send(Replica("fleet-next", "only"), s_now, Gauge("process.cpu.utilization", 0.5));

        await using var work = await console.Database.Read();
        var left = await work.List<string>(
            "select distinct service from telemetry.resource_rollups where tenant_id = 'tnt_platform' and service in ('fleet-499', 'fleet-500', 'fleet-next')"
        );
        left.ShouldBe(["fleet-499", "fleet-next"], ignoreOrder: true);
    }

    [Fact]
    public async Task Pods_without_a_named_service_are_replicas_of_their_workload()
    {
        var owner = await TestApplication.Connect(console);
        object[] Pod(string name, params object[] more) => [Text("k8s.pod.name", name), Text("host.name", name), .. more];

        await Send(Pod("cart-7d4b9c8f6d-x2x8q", Text("service.name", "unknown_service:node")), s_now, Gauge("process.cpu.utilization", 0.5));
        await Send(Pod("cart-7d4b9c8f6d-b2b8q"), s_now, Gauge("k8s.pod.cpu.usage", 0.5));
        await Send(Pod("ship-7d4b9c8f6d-x2x8q", Text("k8s.deployment.name", "shipping")), s_now, Gauge("k8s.pod.cpu.usage", 0.5));
        await Send(Pod("night-28900000-x2x8q", Text("k8s.cronjob.name", "nightly")), s_now, Gauge("container.cpu.usage", 0.5));
        await Send([Text("host.name", "machine-0")], s_now, Gauge("system.cpu.utilization", 0.5));

        Replicas(await owner.Get("/api/v1/services/cart")).Keys.ShouldBe(["cart-7d4b9c8f6d-b2b8q", "cart-7d4b9c8f6d-x2x8q"]);
        Replicas(await owner.Get("/api/v1/services/shipping")).Keys.ShouldBe(["ship-7d4b9c8f6d-x2x8q"]);
        Replicas(await owner.Get("/api/v1/services/nightly")).Keys.ShouldBe(["night-28900000-x2x8q"]);
        Replicas(await owner.Get("/api/v1/services/machine-0")).Keys.ShouldBe(["machine-0"]); // the name of a machine is not that of a pod
    }

    [Fact]
    public async Task Only_the_newest_ended_replicas_of_a_service_remain()
    {
        var owner = await TestApplication.Connect(console);
        await Write(
            """
            insert into telemetry.replicas (tenant_id, service, replica, resource, metric, rank, unit, last_value, last_at)
            select 'tnt_platform', 'job-runs', 'run-' || n, 'cpu', 'process.cpu.utilization', 0, 'share', 0.5, now() - interval '3 hours' + n * interval '1 minute'
              from generate_series(1, 12) n
            """
        );

        await Send(Replica("job-runs", "run-13"), s_now, Gauge("process.cpu.utilization", 0.5));
        var names = Replicas(await owner.Get("/api/v1/services/job-runs")).Keys;

        names.ShouldBe(Enumerable.Range(3, 11).Select(run => string.Create(CultureInfo.InvariantCulture, $"run-{run}")), ignoreOrder: true);
    }

    private async Task Write(string sql)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(sql);
        await work.Commit();
    }

    private async Task Send(object[] resource, DateTimeOffset at, params Func<string, object>[] metrics)
    {
        var exporter = await TestApplication.Connect(console, scopes: ["telemetry.report"]);
        var time = ((at - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);
        var body = new
        {
            resourceMetrics = new[]
            {
                new { resource = new { attributes = resource }, scopeMetrics = new[] { new { metrics = metrics.Select(metric => metric(time)) } } },
            },
        };
        using var content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        using var answer = await exporter.Http.PostAsync("/v1/metrics", content, TestContext.Current.CancellationToken);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("{}");
    }

    private static object[] Replica(string service, string? instance) =>
        instance is null ? [Text("service.name", service)] : [Text("service.name", service), Text("service.instance.id", instance)];

    private static Func<string, object> Gauge(string name, double value, params (string Key, string Value)[] labels) =>
        time => new { name, gauge = new { dataPoints = Points(value, time, labels) } };

    private static Func<string, object> Sum(string name, double value, params (string Key, string Value)[] labels) =>
        time => new { name, sum = new { aggregationTemporality = 2, dataPoints = Points(value, time, labels) } };

    private static object[] Points(double value, string time, (string Key, string Value)[] labels) =>
        [
            new
            {
                timeUnixNano = time,
                asDouble = value,
                attributes = labels.Select(label => Text(label.Key, label.Value)),
            },
        ];

    private static object Text(string key, string value) => new { key, value = new { stringValue = value } };

    private static SortedDictionary<string, JsonElement> Replicas(JsonElement details) =>
        new(
            details.GetProperty("replicas").EnumerateArray().ToDictionary(replica => replica.GetProperty("name").GetString()!, StringComparer.Ordinal),
            StringComparer.Ordinal
        );

    private static double? Value(JsonElement replica, string resource) => Number(replica.GetProperty(resource).GetProperty("value"));

    private static double? Number(JsonElement value) => value.ValueKind is JsonValueKind.Number ? value.GetDouble() : null;

    /// <returns>Parts of the period with values.</returns>
    private static IEnumerable<double> Trend(JsonElement replica, string resource) =>
        replica.GetProperty(resource).GetProperty("trend").EnumerateArray().Select(Number).OfType<double>();

    /// <returns>Numbers of Health by key and service.</returns>
    private static async Task<Dictionary<string, JsonElement>> Numbers(TestApplication app) =>
        (await app.Get("/api/v1/health"))
            .GetProperty("numbers")
            .EnumerateArray()
            .ToDictionary(number => $"{number.GetProperty("key").GetString()} {number.GetProperty("service").GetString()}".Trim(), StringComparer.Ordinal);
}
