using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>Rules watch CPU, memory and disk of services and replicas, the storage of the console, and the delay of payment webhooks.</summary>
public sealed class AlertNumberRuleTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    private const string Replica = """
        insert into telemetry.replicas (tenant_id, service, replica, resource, metric, rank, unit, last_value, share, maximum, last_at)
        values ('tnt_platform', @service, @replica, @resource, @resource, 0, 'bytes', @share * 1e9, @share, 1e9, now())
        """;

    private const string Recovered = """
        update telemetry.replicas set share = 0.5, last_at = @at where tenant_id = 'tnt_platform' and service = @service
        """;

    private const string Rollups = """
        insert into telemetry.resource_rollups
          (tenant_id, service, replica, grain, bucket_at, resource, unit, samples, value_sum, value_max, share_samples, share_sum, share_max)
        select 'tnt_platform', 'num-past', replica, 'hour', date_bin('1 hour', now() - make_interval(hours => hours), 'epoch'), 'disk', 'bytes', 1, 9e8, 9e8, 1, 0.5, share
          from (values ('p1', 30, 0.95), ('p1', 50, 0.95), ('p1', 70, 0.5), ('', 30, 0.95)) n(replica, hours, share)
        """;

    private const string Sizes = """
        insert into probes.storage_sizes (tenant_id, bucket_at, bytes)
        select 'tnt_platform', date_bin('1 hour', now() - make_interval(hours => hours), 'epoch'), bytes
          from (values (30, 5e12), (31, 6e12), (36, 6e12), (40, 9e11), (50, 5e12), (70, 9e11), (800, 5e12)) n(hours, bytes)
        """;

    private const string PendingEvent = """
        insert into stripe.events (tenant_id, account_id, event_id, mode, type, object_type, object_id, state, created_at, received_at, body)
        values ('tnt_platform', 'acct_1', 'evt_late', 'live', 'invoice.paid', 'invoice', 'in_1', 'pending', now() - interval '5 minutes', now(), '{}')
        """;

    private const string ProcessedEvent = """
        update stripe.events set state = 'processed', processed_at = now() where tenant_id = 'tnt_platform' and event_id = 'evt_late'
        """;

    private const string NextEvent = """
        insert into stripe.events (tenant_id, account_id, event_id, mode, type, object_type, object_id, state, created_at, received_at, processed_at, body)
        values ('tnt_platform', 'acct_1', 'evt_next', 'live', 'invoice.paid', 'invoice', 'in_2', 'processed', @at - interval '3 seconds', @at, @at, '{}')
        """;

    [Fact]
    public async Task A_full_disk_of_any_replica_causes_an_alert_that_missing_data_does_not_resolve()
    {
        var owner = await stage.Owner();
        await Add("num-disk", ("d1", 0.95), ("d2", 0.5));
        var rule = await stage.AddRule(Rule("disk", "90", new { service = "num-disk" }));
        using var page = await owner.Get("/ops/alerts");
        await using var work = await stage.Begin();

        await stage.Evaluate(work.Now, work);
        var firing = (await AlertStage.Alerts(rule, work)).Single();
        await stage.Evaluate(work.Now.AddMinutes(20), work);
        var silent = (await AlertStage.Alerts(rule, work)).Single();
        await work.Execute(Recovered, new { service = "num-disk", at = work.Now.AddMinutes(21) });
        await stage.Evaluate(work.Now.AddMinutes(21), work);

        (firing.Phase, firing.Message).ShouldBe(("firing", "Disk of num-disk (d1) is 95%. The threshold is 90%."));
        silent.Phase.ShouldBe("firing");
        silent.Message.ShouldStartWith("No data about Disk of num-disk (d1) since ");
        silent.Message.ShouldEndWith(" UTC. The last value was 95%.");
        (await AlertStage.Alerts(rule, work)).Single().Phase.ShouldBe("resolved");
        owner.Page.ShouldContain("Disk of each replica (%), num-disk only, is above 90");
    }

    [Fact]
    public async Task A_service_has_the_mean_of_its_replicas_and_an_alert_while_all_of_them_are_silent()
    {
        await Add("num-memory", "memory", ("m1", 0.9), ("m2", 0.5));
        var service = await stage.AddRule(
            Rule(
                "memory",
                "80",
                new
                {
                    service = "num-memory",
                    number_scope = "service",
                    missing_data = "alert",
                }
            )
        );
        var replicas = await stage.AddRule(
            Rule(
                "memory",
                "80",
                new
                {
                    service = "num-memory",
                    missing_data = "resolve",
                    message = "{{service}}/{{replica}}: {{value}} {{unit}}",
                }
            )
        );
        await using var work = await stage.Begin();

        await stage.Evaluate(work.Now, work);
        var (mean, each) = (await AlertStage.Alerts(service, work), await AlertStage.Alerts(replicas, work));
        await stage.Evaluate(work.Now.AddMinutes(20), work);

        mean.ShouldBeEmpty("the mean is 70%");
        each.Single().Message.ShouldBe("num-memory/m1: 90% %");
        (await AlertStage.Alerts(service, work)).Single().Message.ShouldStartWith("No data about Memory of num-memory since ");
        (await AlertStage.Alerts(replicas, work)).Single().Phase.ShouldBe("resolved");
    }

    [Fact]
    public async Task Slow_webhooks_cause_an_alert_until_one_is_processed_in_time()
    {
        var rule = await stage.AddRule(Rule("webhook_delay", "60"));
        await using var work = await stage.Begin();

        await work.Execute(PendingEvent);
        await stage.Evaluate(work.Now, work);
        var pending = (await AlertStage.Alerts(rule, work)).Single();
        await work.Execute(ProcessedEvent);
        await stage.Evaluate(work.Now.AddMinutes(20), work);
        var silent = (await AlertStage.Alerts(rule, work)).Single();
        await work.Execute(NextEvent, new { at = work.Now.AddMinutes(21) });
        await stage.Evaluate(work.Now.AddMinutes(22), work);

        pending.Message.ShouldStartWith("Payment webhook delay of Stripe is 300");
        silent.Phase.ShouldBe("firing");
        silent.Message.ShouldStartWith("No data about Payment webhook delay of Stripe since ");
        (await AlertStage.Alerts(rule, work)).Single().Phase.ShouldBe("resolved");
    }

    [Fact]
    public async Task The_preview_counts_past_firings_from_the_roll_ups_and_the_stored_sizes()
    {
        await Add("num-past", ("p1", 0.5));
        await Write(Rollups, new { });
        await Write(Sizes, new { });

        var replicas = await Preview(Rule("disk", "90", new { service = "num-past" }));
        var below = await Preview(Rule("disk", "99", new { service = "num-past" }));
        var service = await Preview(Rule("disk", "90", new { service = "num-past", number_scope = "service" }));
        var storage = await Preview(Rule("storage_size", "1000000")); // 1 TB
        var rule = await stage.AddRule(Rule("storage_size", "1"));
        await using var work = await stage.Begin();
        await stage.Evaluate(work.Now, work);

        replicas.ShouldContain("It would have fired 2 times in the last 30 days.");
        below.ShouldContain("It would have fired 0 times in the last 30 days.");
        service.ShouldContain("It would have fired 1 time in the last 30 days.");
        storage.ShouldContain("It would have fired 2 times in the last 30 days."); // the hours 36, 31 and 30 are one, although nothing was measured between
        (await AlertStage.Alerts(rule, work)).Single().Message.ShouldStartWith("Storage of the console is ");
    }

    [Fact]
    public async Task A_source_that_fails_keeps_its_alerts_and_stops_no_other_rule()
    {
        await Add("num-broken", ("b1", 0.95));
        var (disk, delay) = (await stage.AddRule(Rule("disk", "90", new { service = "num-broken" })), await stage.AddRule(Rule("webhook_delay", "60")));
        var services = stage.Console.Services;
        var numbers = new NumberConditions(
            new([new BrokenDiskNumbers(), .. services.GetServices<IWatchedNumberSource>()]),
            NullLogger<NumberConditions>.Instance
        );
        var evaluator = ActivatorUtilities.CreateInstance<AlertEvaluator>(services, numbers);
        await using var work = await stage.Begin();

        await stage.Evaluate(work.Now, work);
        await work.Execute(Recovered, new { at = work.Now.AddMinutes(1), service = "num-broken" });
        await work.Execute(PendingEvent);
        await evaluator.Evaluate(work.Now.AddMinutes(1), work);
        var (kept, other) = ((await AlertStage.Alerts(disk, work)).Single(), (await AlertStage.Alerts(delay, work)).Single());
        await stage.Evaluate(work.Now.AddMinutes(2), work);

        (kept.Phase, kept.Message).ShouldBe(("firing", "Disk of num-broken (b1) is 95%. The threshold is 90%."));
        other.Phase.ShouldBe("firing");
        (await AlertStage.Alerts(disk, work)).Single().Phase.ShouldBe("resolved");
    }

    [Theory]
    [InlineData("""{"kind": "health_number", "name": "A", "threshold": "1"}""", "bad_health_number")]
    [InlineData("""{"kind": "health_number", "name": "A", "threshold": "1", "health_number": "no.such"}""", "bad_health_number")]
    [InlineData("""{"kind": "health_number", "name": "A", "health_number": "cpu"}""", "bad_threshold")]
    [InlineData("""{"kind": "health_number", "name": "A", "health_number": "cpu", "threshold": "-1"}""", "bad_threshold")]
    [InlineData("""{"kind": "health_number", "name": "A", "health_number": "cpu", "threshold": "9999999999999"}""", "bad_threshold")]
    [InlineData("""{"kind": "health_number", "name": "A", "health_number": "cpu", "threshold": "1", "service": "no-such"}""", "unknown_service")]
    [InlineData("""{"kind": "health_number", "name": "A", "health_number": "storage", "threshold": "1", "service": "web"}""", "unknown_service")]
    [InlineData("""{"kind": "health_number", "name": "A", "health_number": "cpu", "threshold": "1", "message": "{{metric}}"}""", "unknown_variable")]
    public async Task Rules_about_numbers_that_can_not_work_are_refused(string input, string code) =>
        (await stage.App.Refusal("alert_rule.add", IdGenerator.Platform, JsonDocument.Parse(input).RootElement)).ShouldBe(code);

    private static JsonElement Rule(string number, string threshold, object? more = null)
    {
        var input = JsonSerializer.SerializeToNode(more ?? new { }, Json.Options)!.AsObject();
        (input["kind"], input["name"], input["severity"]) = ("health_number", "Too high", "low");
        (input["health_number"], input["threshold"]) = (number, threshold);
        return JsonSerializer.SerializeToElement(input);
    }

    private async Task<string> Preview(JsonElement rule) => (await stage.App.Preview("alert_rule.add", [IdGenerator.Platform], rule)).GetRawText();

    private Task Add(string service, params (string Replica, double Share)[] replicas) => Add(service, "disk", replicas);

    private async Task Add(string service, string resource, params (string Replica, double Share)[] replicas)
    {
        foreach (var (replica, share) in replicas)
            await Write(
                Replica,
                new
                {
                    service,
                    replica,
                    resource,
                    share,
                }
            );
    }

    private async Task Write(string sql, object args)
    {
        await using var work = await stage.Begin();
        await work.Execute(sql, args);
        await work.Commit();
    }

    /// <summary>A source whose statement fails, as after a change of a table that it doesn't know yet.</summary>
    private sealed class BrokenDiskNumbers : IWatchedNumberSource
    {
        public IReadOnlyList<WatchedNumber> Numbers { get; } = [new("disk", "Disk", "%", null)];

        public async Task<IReadOnlyList<NumberReading>> Read(IReadOnlyCollection<string> keys, DateTimeOffset now, UnitOfWork work) =>
            await work.List<NumberReading>("select no_such_column from telemetry.replicas");

        public Task<IReadOnlyList<NumberPeriod>?> FindPast(NumberCondition condition, DateTimeOffset since, UnitOfWork work) =>
            Task.FromResult<IReadOnlyList<NumberPeriod>?>(null);
    }
}
