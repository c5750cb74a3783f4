using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Stripe.Accounts;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>Cards of the console's own parts on the Health page.</summary>
public sealed class HealthPartTests
{
    private const string Connection = """
        insert into stripe.connections (tenant_id, mode, opened_by, api_key, api_key_end, signing_secret, opened_at)
        values ('tnt_platform', 'live', 'run_1', '', '1234', '', now())
        """;

    private const string MailServer = """
        insert into emails.settings (tenant_id, opened_by, host, port, encryption, from_address, platform_name, opened_at)
        values ('tnt_platform', 'run_1', 'localhost', 1, 'none', 'console@example.com', 'Acme', now())
        """;

    private const string Emails = """
        with n(id, created_at, due_at, attempts, handed_at) as (values
          ('eml_1', now() - interval '2 hours', null::timestamptz, 1, now() - interval '2 hours' + interval '2 seconds'),
          ('eml_2', now() - interval '3 hours', now() - interval '2 hours', 1, now() - interval '2 hours' + interval '2 seconds'),
          ('eml_3', now() - interval '4 hours', now() - interval '4 hours', 2, now() - interval '4 hours' + interval '29.5 seconds'),
          ('eml_4', now() - interval '30 hours', null, 1, now() - interval '29 hours')),
        stored as (
          insert into core.emails (tenant_id, email_id, template, recipient, facts, state, attempts, created_at, due_at)
          select 'tnt_platform', id, 'test', 'tnt_platform', '{}', 'sent', attempts, created_at, due_at from n)
        insert into core.email_attempts (tenant_id, email_id, attempt, at, took_ms, answer)
        select 'tnt_platform', id, attempts, handed_at, 500, 'OK' from n
        """;

    private const string Events = """
        insert into stripe.events (tenant_id, account_id, event_id, mode, type, object_type, object_id, state, created_at, received_at, processed_at, body)
        select 'tnt_platform', 'acct_1', n.id, 'live', 'invoice.paid', 'invoice', 'in_' || n.id, 'processed',
               n.at, n.at + interval '1 second', n.at + make_interval(secs => n.delay), '{}'
          from (values ('evt_1', now() - interval '3 hours', 2), ('evt_2', now() - interval '2 hours', 10), ('evt_3', now() - interval '1 hour', 4))
               n(id, at, delay)
        """;

    [Fact]
    public async Task Parts_show_how_long_their_work_took_and_since_when_they_are_up()
    {
        await using var console = await TestConsole.Start();
        var (app, owner) = (await TestApplication.Connect(console), await TestBrowser.Owner(console));
        await Write(console, MailServer);
        await Write(console, Emails);

        var parts = (await app.Get("/api/v1/health")).GetProperty("parts").EnumerateArray();
        var known = parts.ToDictionary(part => part.GetProperty("key").GetString()!, StringComparer.Ordinal); // each part has a key
        using var page = await owner.Get("/ops/health");
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]); // not committed, so no one calls Stripe
        await work.Execute(Connection);
        await work.Execute(Events);
        var payments = (await console.Services.GetServices<IHealthSource>().OfType<StripeHealthSource>().Single().Find(work)).Single();

        Durations(known["email"]).ShouldBe((2_500, 30_000)); // a planned hour is no delay
        payments.Durations.ShouldBe(new HealthDurations("Time until a webhook is processed", 4_000, 10_000));
        known["database"].GetProperty("durations").ValueKind.ShouldBe(JsonValueKind.Null);
        known["database"].GetProperty("since").GetDateTimeOffset().ShouldBeLessThan(TimeProvider.System.GetUtcNow());
        owner.Page.ShouldContain("Time until an email is handed over, last 24 hours: median 2.5 s, p95 30 s");
    }

    [Fact]
    public async Task States_of_parts_are_stored_when_they_change_and_time_without_the_console_is_unknown()
    {
        await using var console = await TestConsole.Start();
        var (app, owner) = (await TestApplication.Connect(console), await TestBrowser.Owner(console));
        var sampler = console.Services.GetServices<IWorkHandler>().Single(handler => handler.Name == "health.sample");
        await Write(
            console,
            """
            insert into probes.part_states (tenant_id, part, started_at, state, seen_at)
            values ('tnt_platform', 'audit_log', now() - interval '20 hours', 'up', now() - interval '10 hours'),
                   ('tnt_platform', 'audit_log', now() - interval '10 hours', 'down', now() - interval '5 hours')
            """
        );
        await sampler.Execute(null!, CancellationToken.None); // the handler does not use its item
        await sampler.Execute(null!, CancellationToken.None);

        var histories = (await app.Get("/api/v1/health/parts?range=day&part=audit_log")).GetProperty("data").EnumerateArray();
        var log = histories.Single(part => part.GetProperty("key").GetString() == "audit_log");
        var card = (await app.Get("/api/v1/health")).GetProperty("parts").EnumerateArray().Single(part => part.GetProperty("key").GetString() == "audit_log");
        using var page = await owner.Get("/ops/health?range=day");

        log.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("state").GetString()).ShouldBe(["up", "down", "up"]);
        log.GetProperty("uptime").GetProperty("day").GetDecimal().ShouldBeInRange(66.5m, 67.5m); // 10 of 15 known hours
        log.GetProperty("bars").GetArrayLength().ShouldBe(48);
        log.GetProperty("bars").EnumerateArray().Count(bar => bar.GetProperty("failed").GetInt64() > 0).ShouldBeInRange(10, 11);
        card.GetProperty("since").GetDateTimeOffset().ShouldBe(log.GetProperty("changes")[0].GetProperty("started_at").GetDateTimeOffset());
        owner.Page.ShouldContain("Uptime, last 24 hours");
    }

    [Fact]
    public async Task Usual_services_without_a_probe_are_listed_as_not_monitored()
    {
        await using var console = await TestConsole.Start();
        var (app, owner) = (await TestApplication.Connect(console), await TestBrowser.Owner(console));

        using var page = await owner.Get("/ops/health");
        var before = await app.Get("/api/v1/health");
        (
            await app.Run(
                "probe.add",
                IdGenerator.Platform,
                new
                {
                    kind = "redis",
                    name = "Cache",
                    target = "127.0.0.1:9",
                }
            )
        ).Created();
        object website = new
        {
            kind = "http",
            name = "Website",
            target = "https://127.0.0.1:9/",
            warn_days = 14,
        };
        (await app.Run("probe.add", IdGenerator.Platform, website)).Created();
        var after = await app.Get("/api/v1/health");

        State(before, "payments").ShouldBe("unknown"); // Stripe is not connected
        NotMonitored(before).ShouldBe(["redis", "s3", "tls"]);
        NotMonitored(after).ShouldBe(["s3"]); // the website's certificate is checked
        owner.Page.ShouldContain("Not monitored");
        owner.Page.ShouldContain("monitor-redis");
    }

    [Fact]
    public async Task A_part_that_cannot_be_read_is_unknown_and_the_states_of_the_others_are_stored()
    {
        var source = new FailingSource();
        await using var console = await TestConsole.Start(plain => plain with { Modules = [.. ModuleList.All, new FailingModule(source)] });
        var app = await TestApplication.Connect(console);
        var sampler = console.Services.GetServices<IWorkHandler>().Single(handler => handler.Name == "health.sample");
        await Write(
            console,
            """
            insert into probes.part_states (tenant_id, part, started_at, state, seen_at)
            values ('tnt_platform', 'failing', now() - interval '20 hours', 'up', now() - interval '1 minute'),
                   ('tnt_platform', 'removed', now() - interval '20 hours', 'up', now() - interval '10 hours')
            """
        );

        await sampler.Execute(null!, CancellationToken.None); // the handler does not use its item
        await sampler.Execute(null!, CancellationToken.None);

        (await States(console, "failing")).ShouldBe(["up", "unknown"]);
        (await States(console, "removed")).ShouldBe(["up"]);
        (await States(console, "audit_log")).ShouldBe(["up"]);
        source.Fails = false;
        var before = await app.Get("/api/v1/health");
        source.Fails = true;
        var after = await app.Get("/api/v1/health");
        (State(before, "failing"), State(after, "failing"), State(after, "audit_log")).ShouldBe(("up", "unknown", "up"));
        (Value(before, "failing_number"), Value(after, "failing_number")).ShouldBe((JsonValueKind.Number, JsonValueKind.Null));
        var owner = await TestBrowser.Owner(console);
        await owner.Get("/ops/health");
        owner.Page.ShouldContain("The number could not be read.");
    }

    private static (int P50, int P95) Durations(JsonElement part) =>
        (part.GetProperty("durations").GetProperty("p50_ms").GetInt32(), part.GetProperty("durations").GetProperty("p95_ms").GetInt32());

    private static IEnumerable<string?> NotMonitored(JsonElement health) =>
        health.GetProperty("not_monitored").EnumerateArray().Select(kind => kind.GetString());

    private static string? State(JsonElement health, string part) =>
        health.GetProperty("parts").EnumerateArray().Single(card => card.GetProperty("key").GetString() == part).GetProperty("state").GetString();

    private static JsonValueKind Value(JsonElement health, string number) =>
        health.GetProperty("numbers").EnumerateArray().Single(each => each.GetProperty("key").GetString() == number).GetProperty("value").ValueKind;

    private static async Task<IReadOnlyList<string>> States(TestConsole console, string part)
    {
        await using var work = await console.Database.Read();
        return await work.List<string>("select state from probes.part_states where part = @part order by started_at", new { part });
    }

    private static async Task Write(TestConsole console, string sql)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(sql);
        await work.Commit();
    }

    private sealed class FailingModule(FailingSource source) : OwnerConsole.Kernel.Modules.Module
    {
        public override void AddServices(IServiceCollection services) =>
            services.AddSingleton<IHealthSource>(source).AddSingleton<IHealthNumberSource>(source).AddSingleton<IHealthTrendSource>(source);
    }

    private sealed class FailingSource : IHealthSource, IHealthNumberSource, IHealthTrendSource
    {
        public bool Fails { get; set; } = true;

        public string Permission => "probe.read";

        public int Order => 1;

        public async Task<IReadOnlyList<HealthCard>> Find(UnitOfWork work)
        {
            await work.One<int>("select 1 / @divisor", new { divisor = Fails ? 0 : 1 });
            return [new("failing", "Failing", HealthState.Up, "It works.", null)];
        }

        public async Task<IReadOnlyList<HealthNumber>> Find(Caller caller, UnitOfWork work)
        {
            await Find(work);
            return
            [
                new("failing_number", "Failing number", HealthNumberUnit.Count, 1, HealthNumberState.Ok, "It works.", null)
                {
                    LastAt = DateTimeOffset.UnixEpoch,
                },
            ];
        }

        public async Task<IReadOnlyDictionary<string, IReadOnlyList<decimal?>>> Read(IReadOnlyList<DateTimeOffset> starts, TimeSpan width, UnitOfWork work)
        {
            await Find(work);
            return new Dictionary<string, IReadOnlyList<decimal?>>(StringComparer.Ordinal);
        }
    }
}
