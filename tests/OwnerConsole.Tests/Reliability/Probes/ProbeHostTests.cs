using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>Probes of a console that may not call private hosts.</summary>
public sealed class ProbeHostTests
{
    [Fact]
    public async Task Private_hosts_are_refused_when_a_probe_is_saved_and_when_its_name_leads_there_later()
    {
        await using var server = new LineServer("+PONG\r\n").Start();
        await using var console = await TestConsole.Start(plain =>
            plain with
            {
                AllowPrivateHosts = false,
                Modules = [.. ModuleList.All, new ResolverModule()],
            }
        );
        var app = await TestApplication.Connect(console);
        object[] inputs =
        [
            new
            {
                kind = "http",
                name = "A",
                target = "http://127.0.0.1/",
            },
            new
            {
                kind = "tcp",
                name = "A",
                target = "10.0.0.1:5432",
            },
            new
            {
                kind = "tls",
                name = "A",
                target = "localhost",
            },
            new
            {
                kind = "redis",
                name = "A",
                target = "[::1]:6379",
            },
            new
            {
                kind = "dns",
                name = "A",
                target = "localhost",
            },
            new
            {
                kind = "status_page",
                name = "A",
                target = "https://192.168.0.1",
            },
            new
            {
                kind = "s3",
                name = "A",
                target = "http://10.0.0.1:9000/bucket",
                key_id = "a",
                secret = "a",
            },
            new
            {
                kind = "prometheus",
                name = "A",
                target = "http://127.0.0.1:9090/metrics",
            },
            new
            {
                kind = "postgresql",
                name = "A",
                secret = "postgresql://a:b@169.254.169.254/a",
            },
        ];

        foreach (var input in inputs)
            (await app.Refusal("probe.add", IdGenerator.Platform, input)).ShouldBe("private_address", input.ToString());
        object metrics = new
        {
            kind = "prometheus",
            name = "Metrics",
            target = "http://www.example.com/metrics",
            secret = "hidden-word",
        };
        (await app.Refusal("probe.add", IdGenerator.Platform, metrics)).ShouldBe("bad_target");
        var probe = (
            await app.Run(
                "probe.add",
                IdGenerator.Platform,
                new
                {
                    kind = "redis",
                    name = "Rebound",
                    target = $"rebound.example.com:{server.Port}",
                    failures_until_down = 1,
                    timeout_seconds = 5,
                }
            )
        ).Created();
        var details = await app.Await($"/api/v1/probes/{probe}", answer => State(answer) == "down");

        details.GetProperty("probe").GetProperty("problem").GetString().ShouldBe("The host has a private address, which the console does not call.");
        server.Received.ShouldBeEmpty();

        static string? State(JsonElement answer) => answer.GetProperty("probe").GetProperty("state").GetString();
    }

    [Fact]
    public async Task PostgreSQL_is_reached_at_any_address_of_its_host()
    {
        await using var console = await TestConsole.Start(plain => plain with { Modules = [.. ModuleList.All, new TwoAddressesModule()] });
        var app = await TestApplication.Connect(console);
        var inside = new NpgsqlConnectionStringBuilder(console.Options.Connections.App);
        await using var relay = SocketRelay.To(inside).Start();
        var secret = $"postgresql://{inside.Username}:{Uri.EscapeDataString(inside.Password!)}@database.example.com:{relay.Port}/{inside.Database}";

        var run = await app.Run(
            "probe.add",
            IdGenerator.Platform,
            new
            {
                kind = "postgresql",
                name = "Database",
                secret,
            }
        );
        var details = await app.Await(
            $"/api/v1/probes/{run.Created()}",
            answer => answer.GetProperty("probe").GetProperty("checked_at").ValueKind is JsonValueKind.String
        );

        ProbeStage.Result(details.GetProperty("probe")).ShouldBe(("up", null));
    }

    [Fact]
    public async Task A_private_address_of_a_page_is_named_as_the_reason()
    {
        await using var console = await TestConsole.Start(plain =>
            plain with
            {
                AllowPrivateHosts = false,
                Modules = [.. ModuleList.All, new ResolverModule()],
            }
        );
        var app = await TestApplication.Connect(console);
        var input = new
        {
            kind = "http",
            name = "Rebound",
            target = "https://rebound.example.com/",
        };

        var run = await app.Run("probe.add", IdGenerator.Platform, input);
        var details = await app.Await(
            $"/api/v1/probes/{run.Created()}",
            answer => answer.GetProperty("probe").GetProperty("checked_at").ValueKind is JsonValueKind.String
        );

        details.GetProperty("probe").GetProperty("problem").GetString().ShouldBe("The host has a private address, which the console does not call.");
    }

    /// <summary>A resolver that knows two addresses of this machine, and a test listens on the second one only.</summary>
    private sealed class TwoAddressesModule : OwnerConsole.Kernel.Modules.Module
    {
        public override void AddServices(IServiceCollection services) =>
            services.AddSingleton(
                new OutboundHostPolicy(privateAllowed: true)
                {
                    Lookup = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]),
                }
            );
    }

    /// <summary>A resolver that leads every name to a public address and to this machine, as an attacker's name does.</summary>
    private sealed class ResolverModule : OwnerConsole.Kernel.Modules.Module
    {
        public override void AddServices(IServiceCollection services) =>
            services.AddSingleton(
                new OutboundHostPolicy(privateAllowed: false)
                {
                    Lookup = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.215.14"), IPAddress.Loopback]),
                }
            );
    }
}
