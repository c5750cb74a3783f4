using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using static OwnerConsole.Tests.Reliability.Probes.ProbeStage;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>Probes check real servers on this machine, which go down and up.</summary>
public sealed class ProbeTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task The_state_changes_after_three_failures_and_two_successes_and_not_when_a_service_flaps()
    {
        await using var server = new LineServer(Page("Welcome")).Start();
        var probe = await stage.Add("http", $"http://{Local(server.Port)}/", new { expected_text = "Welcome" });

        var first = await stage.First(probe);
        server.Answer = Page("Sorry", 503);
        var flapped = await stage.Check(probe, 2);
        server.Answer = Page("Welcome");
        var steady = await stage.Check(probe);
        await server.Stop();
        var down = await stage.Check(probe, 3);
        server.Start();
        var still = await stage.Check(probe);
        var up = await stage.Check(probe);

        Result(first).ShouldBe(("up", null));
        first.GetProperty("latency_ms").GetInt32().ShouldBeGreaterThanOrEqualTo(0);
        Result(flapped).ShouldBe(("up", "The server responded with HTTP 503."));
        Result(steady).ShouldBe(("up", null));
        steady.GetProperty("since").GetString().ShouldBe(first.GetProperty("since").GetString());
        Result(down).ShouldBe(("down", "The connection was refused. No server listens on this port."));
        (Result(still), Result(up)).ShouldBe((("down", null), ("up", null)));
        up.GetProperty("uptime").GetProperty("day").GetDecimal().ShouldBe(44.44m); // 4 of 9 checks
        var details = await stage.App.Get($"/api/v1/probes/{probe}?range=day");
        details.GetProperty("changes").EnumerateArray().Select(row => row.GetProperty("state").GetString()).ShouldBe(["up", "down", "up"]);
        details.GetProperty("latency").GetProperty("p99").GetInt32().ShouldBeGreaterThan(0);
        details.GetProperty("bars").EnumerateArray().Sum(bar => bar.GetProperty("failed").GetInt64()).ShouldBe(5);
        await using var work = await stage.Console.Database.Read();
        (await work.List<string>("select code from core.log where subject = @probe and code like 'probe%' order by id", new { probe })).ShouldBe([
            "probe_up",
            "probe_down",
            "probe_up",
        ]);
    }

    [Fact]
    public async Task Each_kind_notices_when_its_server_goes_down_and_up()
    {
        await using var port = new LineServer("").Start();
        await using var redis = new LineServer("+PONG\r\n").Start();
        await using var smtp = new LineServer("220 mail.example ESMTP\r\n") { Greets = true }.Start();
        await using var vendor = new LineServer(Page("""{"status": {"indicator": "none", "description": "All Systems Operational"}}""")).Start();
        object quick = new { failures_until_down = 1, successes_until_up = 1 };
        (LineServer Server, string Probe)[] probes =
        [
            (port, await stage.Add("tcp", Local(port.Port), quick)),
            (redis, await stage.Add("redis", Local(redis.Port), quick)),
            (smtp, await stage.Add("smtp", Local(smtp.Port), quick)),
            (vendor, await stage.Add("status_page", $"http://{Local(vendor.Port)}", quick)),
        ];

        foreach (var (server, probe) in probes)
        {
            var up = await stage.First(probe);
            await server.Stop();
            var down = await stage.Check(probe);
            server.Start();
            var again = await stage.Check(probe);

            Result(up).ShouldBe(("up", null), up.ToString());
            Result(down).ShouldBe(("down", "The connection was refused. No server listens on this port."), down.ToString());
            Result(again).ShouldBe(("up", null), again.ToString());
        }
        redis.Answer = "-NOAUTH Authentication required.\r\n";
        smtp.Answer = "554 No service\r\n";
        vendor.Answer = Page("""{"status": {"indicator": "minor", "description": "Partially Degraded Service"}}""");
        Result(await stage.Check(probes[1].Probe)).ShouldBe(("down", "Redis requires a password."));
        Result(await stage.Check(probes[2].Probe)).ShouldBe(("down", "The mail server answered: 554 No service"));
        Result(await stage.Check(probes[3].Probe)).ShouldBe(("degraded", "The vendor reports: Partially Degraded Service"));
        vendor.Answer = Page("<html>");
        Result(await stage.Check(probes[3].Probe)).ShouldBe(("down", "This is not a status page made with Statuspage."));
    }

    [Fact]
    public async Task PostgreSQL_is_checked_with_its_sign_in_which_is_never_returned()
    {
        var inside = new NpgsqlConnectionStringBuilder(stage.Console.Options.Connections.App);
        await using var relay = SocketRelay.To(inside).Start();
        string Url(string password) => $"postgresql://{inside.Username}:{Uri.EscapeDataString(password)}@{Local(relay.Port)}/{inside.Database}";
        object Input(string secret) =>
            new
            {
                secret,
                failures_until_down = 1,
                successes_until_up = 1,
            };
        var probe = await stage.Add("postgresql", more: Input(Url(inside.Password!)));

        var up = await stage.First(probe);
        await relay.Stop();
        var down = await stage.Check(probe);
        relay.Start();
        var again = await stage.Check(probe);
        var refused = await stage.First(await stage.Add("postgresql", more: Input(Url("hidden-word"))));

        (Result(up), Result(again)).ShouldBe((("up", null), ("up", null)), up.ToString());
        Result(down).ShouldBe(("down", "The connection was refused. No server listens on this port."));
        Result(refused).ShouldBe(("down", "PostgreSQL rejected the sign-in."));
        up.GetProperty("target").GetString().ShouldBe($"{Local(relay.Port)}/{inside.Database}");
        var all = (await stage.App.Get("/api/v1/probes")).GetRawText();
        all.ShouldNotContain("hidden-word");
        all.ShouldNotContain(inside.Password!);
    }

    [Fact]
    public async Task A_certificate_that_expires_soon_is_a_warning_and_an_expired_or_untrusted_one_is_down()
    {
        using var soon = new Certificate(validDays: 10);
        using var old = new Certificate(validDays: -1);
        await using var good = new LineServer("", X509Certificate2.CreateFromPemFile(soon.File, soon.Key)).Start();
        await using var expired = new LineServer("", X509Certificate2.CreateFromPemFile(old.File, old.Key)).Start();
        object Input(int days, bool allow) =>
            new
            {
                warn_days = days,
                allow_untrusted = allow,
                failures_until_down = 1,
                successes_until_up = 1,
            };
        var probe = await stage.Add("tls", $"localhost:{good.Port}", Input(9, allow: true));

        var up = await stage.First(probe);
        await stage.App.Run("probe.change", probe, Merge(Input(11, allow: true)));
        var warned = await stage.Check(probe);
        var untrusted = await stage.First(await stage.Add("tls", $"localhost:{good.Port}", Input(9, allow: false)));
        var over = await stage.First(await stage.Add("tls", $"localhost:{expired.Port}", Input(9, allow: true)));

        Result(up).ShouldBe(("up", null));
        warned.GetProperty("state").GetString().ShouldBe("degraded");
        warned.GetProperty("problem").GetString()!.ShouldStartWith("The certificate expires on ");
        Result(untrusted).ShouldBe(("down", "The certificate is not trusted by this server."));
        over.GetProperty("problem").GetString()!.ShouldStartWith("The certificate expired on ");

        static object Merge(object input)
        {
            var all = JsonSerializer.SerializeToNode(input, Json.Options)!.AsObject();
            (all["name"], all["interval_seconds"]) = ("Certificate", 86_400);
            return all;
        }
    }

    [Fact]
    public async Task A_name_is_checked_against_the_expected_address()
    {
        var right = await stage.First(await stage.Add("dns", "localhost", new { expected_text = "127.0.0.1" }));
        var wrong = await stage.First(await stage.Add("dns", "localhost", new { expected_text = "192.0.2.1", failures_until_down = 1 }));
        var none = await stage.First(await stage.Add("dns", "no-such-name.invalid", new { failures_until_down = 1 }));

        Result(right).ShouldBe(("up", null));
        Result(wrong).ShouldBe(("down", "The name doesn't have the expected address."));
        Result(none).ShouldBe(("down", "The name has no address."));
    }

    [Fact]
    public async Task A_paused_or_removed_probe_is_not_checked_and_an_undo_continues()
    {
        await using var server = new LineServer(Page("")).Start();
        var probe = await stage.Add("http", $"http://{Local(server.Port)}/");
        await stage.First(probe);

        await stage.App.Run("probe.pause", probe);
        var whilePaused = await Waiting(probe);
        var refusal = await stage.App.Refusal("probe.check", probe);
        await stage.App.Run("probe.resume", probe);
        await stage.Check(probe);
        var removal = await stage.App.Run("probe.remove", probe);
        var (whileRemoved, status) = (await Waiting(probe), (await stage.App.Send(HttpMethod.Get, $"/api/v1/probes/{probe}")).Status);
        await stage.App.Undo(removal);
        var again = await stage.Check(probe);

        (whilePaused, refusal, whileRemoved, status).ShouldBe((0, "paused", 0, 404));
        Result(again).ShouldBe(("up", null));
        (await Waiting(probe)).ShouldBe(1);
    }

    [Fact]
    public async Task The_Health_page_and_the_page_of_a_probe_show_state_problem_and_uptime()
    {
        var owner = await stage.Owner();
        var probe = await stage.Add("tcp", "127.0.0.1:9", new { failures_until_down = 1 });
        await stage.First(probe);

        using var health = await owner.Get("/ops/health?range=day");
        var all = owner.Page;
        using var one = await owner.Get($"/ops/health/{probe}");

        foreach (var page in new[] { all, owner.Page })
        {
            page.ShouldContain("Down</span>");
            page.ShouldContain("The connection was refused.");
            page.ShouldContain("1 of 1 check failed");
        }
        all.ShouldContain("Background jobs");
        owner.Page.ShouldContain("Check now");
    }

    [Theory]
    [InlineData("""{"kind": "http", "name": " ", "target": "https://example.com/"}""", "bad_name")]
    [InlineData("""{"kind": "http", "name": "A"}""", "bad_target")]
    [InlineData("""{"kind": "http", "name": "A", "target": "ftp://example.com/"}""", "bad_target")]
    [InlineData("""{"kind": "http", "name": "A", "target": "https://ada:pw@example.com/"}""", "bad_target")]
    [InlineData("""{"kind": "tcp", "name": "A", "target": "example.com"}""", "bad_target")]
    [InlineData("""{"kind": "tcp", "name": "A", "target": "example.com:70000"}""", "bad_target")]
    [InlineData("""{"kind": "redis", "name": "A", "target": "a/b:1"}""", "bad_target")]
    [InlineData("""{"kind": "dns", "name": "A", "target": "a b"}""", "bad_target")]
    [InlineData("""{"kind": "dns", "name": "A", "target": "example.com", "expected_text": "x"}""", "bad_expected_text")]
    [InlineData("""{"kind": "postgresql", "name": "A"}""", "secret_needed")]
    [InlineData("""{"kind": "postgresql", "name": "A", "secret": "Host=/tmp;Username=a"}""", "bad_secret")]
    [InlineData("""{"kind": "postgresql", "name": "A", "secret": "Host=a,b;Username=a"}""", "bad_secret")]
    [InlineData("""{"kind": "http", "name": "A", "target": "https://example.com/", "interval_seconds": 9}""", "bad_interval")]
    [InlineData("""{"kind": "http", "name": "A", "target": "https://example.com/", "timeout_seconds": 31}""", "bad_timeout")]
    [InlineData("""{"kind": "heartbeat", "name": "A", "timeout_seconds": 0}""", "bad_timeout")]
    [InlineData("""{"kind": "http", "name": "A", "target": "https://example.com/", "failures_until_down": 0}""", "bad_threshold")]
    [InlineData("""{"kind": "http", "name": "A", "target": "https://example.com/", "status_from": 500, "status_to": 200}""", "bad_status_range")]
    [InlineData("""{"kind": "tls", "name": "A", "target": "example.com", "warn_days": 0}""", "bad_warn_days")]
    public async Task Settings_that_can_not_work_are_refused(string input, string code) =>
        (await stage.App.Refusal("probe.add", IdGenerator.Platform, JsonDocument.Parse(input).RootElement)).ShouldBe(code);

    private async Task<long> Waiting(string probe)
    {
        await using var work = await stage.Console.Database.Read();
        return await work.One<long>("select count(*) from work.items where lane = @lane", new { lane = $"probe:{probe}" });
    }
}
