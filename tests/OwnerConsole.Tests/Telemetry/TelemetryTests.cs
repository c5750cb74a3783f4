using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OwnerConsole.Commands;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Telemetry;

namespace OwnerConsole.Tests.Telemetry;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_are_sent_over_OTLP_without_tokens_or_tenants()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var console = await TestConsole.Start(options => options with { Telemetry = new(Otlp(receiver)) });
        var app = await TestApplication.Connect(console);

        var tenant = await app.Tenant("secretive-customer");
        await app.Get($"/api/v1/tenants/{tenant}");
        await app.Http.GetAsync($"/welcome?token=token-in-a-query&tenant={tenant}");
        FailDatabaseCommand("a value in an error message");
        console.Services.GetRequiredService<ILogger<TelemetryTests>>().LogWarning("A line in the log");
        await receiver.WaitFor("traces", "GET /api/v1/tenants/{id}");
        await receiver.WaitFor("traces", "GET /welcome");
        await receiver.WaitFor("traces", "from core.tenants");
        await receiver.WaitFor("traces", "23505");
        await receiver.WaitFor("metrics", "http.server.request.duration");
        await receiver.WaitFor("metrics", "owner_console.work.due");
        await receiver.WaitFor("logs", "A line in the log");

        var all = receiver.All;
        all.ShouldContain("owner-console");
        foreach (var secret in new[] { app.Key, tenant, "secretive-customer", "token-in-a-query", "a value in an error message", "Bearer" })
            all.ShouldNotContain(secret);
    }

    [Fact]
    public async Task Metrics_are_served_only_on_their_own_address()
    {
        await using var console = await TestConsole.Start(options =>
            options with
            {
                Telemetry = TelemetryOptions.None with { Metrics = new(IPAddress.Loopback, 0) },
            }
        );
        var addresses = console.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        using var prometheus = TestConsole.NewClient(new(addresses.Last()), useCookies: false);
        await console.Client.GetAsync("/healthz");

        var metrics = await Scrape(prometheus, "owner_console_work_due");

        metrics.ShouldContain("http_server_request_duration_seconds_bucket");
        metrics.ShouldContain("owner_console_events_lag_seconds");
        metrics.ShouldNotContain("Host=");
        foreach (var path in new[] { "/", "/healthz", "/sign-in", "/api/v1/tenants" })
            (await prometheus.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        (await prometheus.DeleteAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        using var disguised = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Host = new Uri(addresses.Last()).Authority } };
        (await (await console.Client.SendAsync(disguised)).Content.ReadAsStringAsync()).ShouldNotContain("owner_console_");
    }

    [Fact]
    public async Task Errors_are_sent_to_Sentry_without_their_messages()
    {
        await using var receiver = await TestConsole.Start();
        var owner = await TestApplication.Connect(receiver);
        var sdk = await TestApplication.Connect(receiver, scopes: ["error.report"]);
        var dsn = $"http://{sdk.Key}@{receiver.Address.Authority}/1";
        await using (var console = await TestConsole.Start(options => options with { Telemetry = TelemetryOptions.None with { SentryDsn = dsn } }))
            console
                .Services.GetRequiredService<ILogger<TelemetryTests>>()
                .LogError(
                    Thrown(),
                    "{Operation} failed for {Subject} of {User}: {Name}.",
                    "tenant.suspend",
                    "tnt_failing",
                    "usr_failing",
                    "a value in a parameter"
                );

        var errors = await owner.Await("/api/v1/errors", list => list.GetProperty("data").GetArrayLength() > 0);

        var id = errors.GetProperty("data")[0].GetProperty("id").GetString();
        var all = errors.GetRawText() + (await owner.Get($"/api/v1/errors/{id}")).GetRawText();
        all.ShouldContain(nameof(InvalidOperationException));
        all.ShouldContain("tenant.suspend");
        all.ShouldContain(nameof(FailWithCause));
        all.ShouldContain("tnt_failing");
        all.ShouldContain("\"user_id\":\"usr_failing\"");
        all.ShouldNotContain("a value in a cause");
        all.ShouldNotContain("a value in an error message");
        all.ShouldNotContain("a value in a parameter");
    }

    [Fact]
    public async Task Slow_queries_are_sent_to_Sentry_once_with_tenant_and_origin_and_without_values()
    {
        await using var receiver = await TestConsole.Start();
        var owner = await TestApplication.Connect(receiver);
        var sdk = await TestApplication.Connect(receiver, scopes: ["error.report"]);
        var dsn = $"http://{sdk.Key}@{receiver.Address.Authority}/1";
        await using (var console = await TestConsole.Start(options => options with { Telemetry = TelemetryOptions.None with { SentryDsn = dsn } }))
        {
            var database = console.Services.GetRequiredService<Database>(); // that of the console, which reports its queries
            await using var work = await database.Write(WriteOrigin.Intake("test.slow"), ["tnt_slow", IdGenerator.Platform]);
            foreach (var _ in Enumerable.Range(0, 2))
                await work.One<bool>("select pg_sleep(2.1) is null and @value <> ''", new { value = "a value in a parameter" });
        }

        var errors = await owner.Await(
            "/api/v1/errors",
            list =>
                list.GetProperty("data")
                    .EnumerateArray()
                    .Any(error => error.GetProperty("title").GetString()!.StartsWith("Slow query", StringComparison.Ordinal))
        );
        var error = errors
            .GetProperty("data")
            .EnumerateArray()
            .Single(one => one.GetProperty("title").GetString()!.Contains("pg_sleep", StringComparison.Ordinal));

        var all = (await owner.Get($"/api/v1/errors/{error.GetProperty("id").GetString()}")).GetRawText();
        error.GetProperty("events").GetInt64().ShouldBe(1);
        error.GetProperty("level").GetString().ShouldBe("warning");
        all.ShouldContain("tnt_slow");
        all.ShouldContain("test.slow");
        all.ShouldNotContain("a value in a parameter");
    }

    [Fact]
    public async Task Nothing_is_exported_by_default()
    {
        await using var console = await TestConsole.Start();

        var answer = await console.Client.GetAsync("/metrics");

        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("owner_console_");
        console.Services.GetService<OpenTelemetry.Metrics.MeterProvider>().ShouldBeNull();
        console.Services.GetService<OpenTelemetry.Trace.TracerProvider>().ShouldBeNull();
        console.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("OWNER_CONSOLE_METRICS", "9464", "127.0.0.1:9464")]
    [InlineData("OWNER_CONSOLE_METRICS", "127.0.0.1", "127.0.0.1:9464")]
    [InlineData("Logging__Console__FormatterName", "xml", "line or json")]
    [InlineData("OWNER_CONSOLE_SENTRY_DSN", "https://sentry.example.com/1", "https://key@sentry.example.com/1")]
    [InlineData("OWNER_CONSOLE_SENTRY_DSN", "https://key@sentry.example.com/1/", "https://key@sentry.example.com/1")]
    [InlineData("OWNER_CONSOLE_SENTRY_DSN", "https://:secret@sentry.example.com/1", "https://key@sentry.example.com/1")]
    public void An_invalid_variable_is_named(string name, string value, string advice)
    {
        var error = Should.Throw<InstallationException>(() => TelemetryOptions.Read(asked => asked == name ? value : null));

        error.Message.ShouldContain(name);
        error.Message.ShouldContain(advice);
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            FailWithCause();
        }
        catch (InvalidOperationException error)
        {
            return error;
        }
        throw new UnreachableException();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailWithCause() => throw new InvalidOperationException("a value in an error message", new FormatException("a value in a cause"));

    private static Dictionary<string, string?> Otlp(OtlpReceiver receiver) =>
        new(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        };

    /// <summary>Records a span as Npgsql does: the message of an error can quote a value.</summary>
    private static void FailDatabaseCommand(string message)
    {
        using var requests = new ActivitySource("OwnerConsole");
        using var npgsql = new ActivitySource("Npgsql");
        using var request = requests.StartActivity("request");
        using var command = npgsql.StartActivity("command");
        command!.SetTag("db.response.status_code", "23505");
        command.AddException(new InvalidOperationException(message));
        command.SetStatus(ActivityStatusCode.Error, message);
    }

    private static async Task<string> Scrape(HttpClient prometheus, string name)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(300))
        {
            var text = await prometheus.GetStringAsync("/metrics");
            if (text.Contains(name, StringComparison.Ordinal))
                return text;
        }
        throw new TimeoutException($"/metrics never contained {name}.");
    }
}
