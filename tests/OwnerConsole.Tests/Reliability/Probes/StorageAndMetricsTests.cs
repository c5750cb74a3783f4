using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Outbound;
using static OwnerConsole.Tests.Reliability.Probes.ProbeStage;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>Probes of S3 buckets, of Redis with TLS, and of Prometheus metrics.</summary>
public sealed class StorageAndMetricsTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    private const string KeyId = "S3RVER";

    [Fact]
    public async Task A_bucket_is_up_if_an_object_can_be_written_read_and_deleted()
    {
        await using var server = await S3Server.Start();
        var endpoint = server.Store.Address.Split("endpoint=")[1];
        var probe = await stage.Add("s3", $"{endpoint}/backups/probes", Input());

        var up = await stage.First(probe);
        var missing = await stage.First(await stage.Add("s3", $"{endpoint}/nothing", Input()));
        var refused = await stage.First(await stage.Add("s3", $"{endpoint}/backups", Input("hidden-word", keyId: "unknown")));

        Result(up).ShouldBe(("up", null));
        (up.GetProperty("key_id").GetString(), up.GetProperty("region").GetString()).ShouldBe((KeyId, "us-east-1"));
        Result(missing).ShouldBe(("down", "The bucket doesn't exist."));
        Result(refused).ShouldBe(("down", "The server rejected the access key."));
        (await stage.App.Get("/api/v1/probes")).GetRawText().ShouldNotContain("hidden-word");
        (await Refused("probe.change", probe, new { name = "Bucket", target = "http://127.0.0.1:9/backups" })).ShouldBe("secret_needed");
        (await Refused("probe.change", probe, new { name = "Bucket", key_id = "another" })).ShouldBe("secret_needed");
        await stage.App.Run("probe.change", probe, new { name = "Renamed bucket", interval_seconds = 86_400 });
        Result(await stage.Check(probe)).ShouldBe(("up", null));
    }

    [Fact]
    public async Task The_bucket_can_be_a_part_of_the_host_name()
    {
        await using var server = new LineServer(Page("<Error><Code>AccessDenied</Code></Error>", 403)).Start();
        await using var console = await TestConsole.Start(plain => plain with { Modules = [.. ModuleList.All, new LocalResolverModule()] });
        var app = await TestApplication.Connect(console);

        var run = await app.Run(
            "probe.add",
            IdGenerator.Platform,
            new
            {
                kind = "s3",
                name = "Bucket",
                target = FormattableString.Invariant($"http://s3.example.com:{server.Port}/backups"),
                key_id = "key",
                secret = "hidden-word",
                virtual_host = true,
                timeout_seconds = 5,
            }
        );
        var probe = (
            await app.Await(
                $"/api/v1/probes/{run.Created()}",
                details => details.GetProperty("probe").GetProperty("checked_at").ValueKind is System.Text.Json.JsonValueKind.String
            )
        ).GetProperty("probe");

        Result(probe).State.ShouldBe("down");
        server.Received.ShouldContain("PUT /owner-console-probe-");
        server.Received.ShouldContain("Host: backups.s3.example.com");
        server.Received.ShouldNotContain("hidden-word");
    }

    [Fact]
    public async Task The_password_of_Redis_is_not_sent_to_a_server_without_a_valid_certificate()
    {
        using var own = new Certificate(validDays: 10);
        await using var untrusted = new LineServer("+OK\r\n", X509Certificate2.CreateFromPemFile(own.File, own.Key)).Start();
        await using var plain = new LineServer("-ERR unknown command\r\n").Start();
        object input = new
        {
            secret = "hidden-word",
            use_tls = true,
            failures_until_down = 1,
        };

        var first = await stage.First(await stage.Add("redis", $"localhost:{untrusted.Port}", input));
        var probe = await stage.Add("redis", $"localhost:{plain.Port}", input);
        var second = await stage.First(probe);

        Result(first).ShouldBe(("down", "The certificate is not trusted by this server, or doesn't belong to this host."));
        Result(second).ShouldBe(("down", "The server doesn't accept TLS connections."));
        (untrusted.Received + plain.Received).ShouldNotContain("hidden-word");
        (await Refused("probe.change", probe, new { name = "Cache", use_tls = false })).ShouldBe("secret_needed");
    }

    [Fact]
    public async Task Prometheus_metrics_are_stored_under_their_service()
    {
        await using var server = new LineServer(
            Page("# TYPE orders_total counter\norders_total{shop=\"one\",api_key=\"hidden-word\"} 41\nqueue_length 7\nbroken")
        ).Start();
        var target = $"http://{Local(server.Port)}/metrics";
        object Settings(string? secret = null) =>
            new
            {
                secret,
                service = "shop",
                interval_seconds = 300,
                failures_until_down = 1,
                successes_until_up = 1,
            };
        var probe = await stage.Add("prometheus", target, Settings("X-Api-Key: secret-word"));

        var first = await stage.First(probe);
        var service = await stage.App.Get("/api/v1/services/shop");
        server.Answer = Page("orders_total{shop=\"one\"} 42");
        var up = await stage.Check(probe);
        server.Answer = Page("orders_total NaN");
        var idle = await stage.Check(probe);
        server.Answer = Page("<html>");
        var down = await stage.Check(probe);

        Result(first).ShouldBe(("degraded", "Lines that could not be read: 1."));
        server.Received.ShouldContain("X-Api-Key: secret-word");
        var metrics = service.GetProperty("metrics").EnumerateArray().ToList();
        metrics
            .Select(metric => (metric.GetProperty("metric").GetString(), metric.GetProperty("kind").GetString(), metric.GetProperty("last_value").GetDouble()))
            .ShouldBe([("orders_total", "total", 41), ("queue_length", "gauge", 7)]);
        metrics[0].GetProperty("labels").GetRawText().ShouldContain("one");
        service.GetRawText().ShouldNotContain("hidden-word");
        Result(up).ShouldBe(("up", null));
        Result(idle).ShouldBe(("up", null));
        Result(down).ShouldBe(("down", "The response has no metrics in the text format of Prometheus."));
        (await Refused("probe.add", IdGenerator.Platform, Merge("metrics", target, 10, null))).ShouldBe("bad_interval");
        (await Refused("probe.add", IdGenerator.Platform, Merge("metrics", target, 60, "Host: example.com"))).ShouldBe("bad_secret");

        static object Merge(string name, string target, int interval, string? secret) =>
            new
            {
                kind = "prometheus",
                name,
                target,
                interval_seconds = interval,
                secret,
            };
    }

    [Theory]
    [InlineData("""{"kind": "s3", "name": "A", "target": "https://s3.example.com/bucket", "key_id": "a"}""", "secret_needed")]
    [InlineData("""{"kind": "s3", "name": "A", "target": "https://s3.example.com/bucket", "secret": "a"}""", "bad_key_id")]
    [InlineData("""{"kind": "s3", "name": "A", "target": "https://s3.example.com/bucket", "secret": "a", "key_id": "a", "region": "a b"}""", "bad_region")]
    [InlineData("""{"kind": "s3", "name": "A", "target": "https://s3.example.com/", "secret": "a", "key_id": "a"}""", "bad_target")]
    [InlineData("""{"kind": "s3", "name": "A", "target": "s3://bucket/folder", "secret": "a", "key_id": "a"}""", "bad_target")]
    [InlineData("""{"kind": "prometheus", "name": "A", "target": "example.com:9090"}""", "bad_target")]
    public async Task Settings_that_can_not_work_are_refused(string input, string code) =>
        (await Refused("probe.add", IdGenerator.Platform, System.Text.Json.JsonDocument.Parse(input).RootElement)).ShouldBe(code);

    private Task<string?> Refused(string operation, string subject, object input) => stage.App.Refusal(operation, subject, input);

    private static object Input(string secret = KeyId, string keyId = KeyId) =>
        new
        {
            key_id = keyId,
            secret,
            failures_until_down = 1,
            successes_until_up = 1,
        };

    /// <summary>A resolver that leads every name to this machine.</summary>
    private sealed class LocalResolverModule : OwnerConsole.Kernel.Modules.Module
    {
        public override void AddServices(IServiceCollection services) =>
            services.AddSingleton(new OutboundHostPolicy(privateAllowed: true) { Lookup = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]) });
    }
}
