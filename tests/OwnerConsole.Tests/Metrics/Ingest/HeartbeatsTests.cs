using System.Text.Json;
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
    public async Task A_process_name_consists_of_printable_characters()
    {
        var app = await TestApplication.Connect(console);

        var (status, body) = await app.Send(HttpMethod.Put, "/api/v1/instances/shard-3/heartbeat", """{"version": ""}""");

        (status, body.GetProperty("code").GetString()).ShouldBe((400, "invalid"));
    }
}
