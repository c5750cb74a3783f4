using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Metrics.Ingest;

public sealed class HeartbeatsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_process_reports_heartbeats()
    {
        var app = await TestApplication.Connect(console);

        await app.Put(
            "/api/v1/instances/shard-3/heartbeat",
            new
            {
                version = "3.1",
                region = "zrh",
                facts = new { guilds = 812 },
            }
        );
        await app.Put("/api/v1/instances/shard-3/heartbeat", new { facts = new { guilds = 813 } });

        await using var work = await console.Database.Read();
        (await work.One<string>("select version || ' ' || (facts->>'guilds') from core.instances where instance_id = 'shard-3'")).ShouldBe("3.1 813");
    }

    [Fact]
    public async Task CPU_and_memory_of_a_heartbeat_are_those_of_a_replica_unless_it_is_a_test()
    {
        var (app, test) = (await TestApplication.Connect(console), await TestApplication.Connect(console, Mode.Test));
        var facts = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["service.name"] = "studio",
            ["process.cpu.utilization"] = 0.25,
            ["process.memory.usage"] = 300_000_000,
            ["guilds"] = 812,
        };

        await app.Put("/api/v1/instances/web-1/heartbeat", new { facts });
        await test.Put("/api/v1/instances/web-2/heartbeat", new { facts });

        var replica = (await app.Get("/api/v1/services/studio")).GetProperty("replicas").EnumerateArray().Single();
        replica.GetProperty("name").GetString().ShouldBe("web-1");
        replica.GetProperty("cpu").GetProperty("value").GetDouble().ShouldBe(0.25);
        replica.GetProperty("memory").GetProperty("value").GetDouble().ShouldBe(300_000_000);
    }

    [Fact]
    public async Task A_process_name_consists_of_printable_characters()
    {
        var app = await TestApplication.Connect(console);

        var (status, body) = await app.Send(HttpMethod.Put, "/api/v1/instances/shard-3/heartbeat", """{"version": ""}""");

        (status, body.GetProperty("code").GetString()).ShouldBe((400, "invalid"));
    }
}
