using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Identity;

namespace OwnerConsole.Tests.Commands;

/// <summary>Two nodes on one PostgreSQL behind a pooler, restarted in turn while applications send reports and requests.</summary>
[OwnDatabase("It is one that somebody else runs.")]
public sealed class RollingRestartTests
{
    private const int Terminate = 15;

    [Fact]
    [Trait("When", "nightly")]
    public async Task Nodes_restarted_in_turn_answer_every_request()
    {
        using var place = new TempDirectory();
        await using var outside = await ExternalPostgres.Start(Directory.CreateDirectory(place.OpenDirectory("server")).FullName);
        using var first = new InstalledConsole();
        using var second = new InstalledConsole();
        var key = new byte[32];
        var surroundings = Surroundings(outside.Connections, key);
        var nodes = new List<(InstalledConsole Machine, Process Process)> { (first, first.Start("serve", surroundings)) };
        await first.Ready(nodes[0].Process);
        nodes.Add((second, second.Start("serve", surroundings)));
        await second.Ready(nodes[1].Process);

        await using var services = ConsoleHost.Services(new(outside.Connections, first.Port, key));
        using var balancer = new LoadBalancer(first.Address, second.Address);
        var watch = balancer.Watch();
        var apps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Connect(balancer, services)));
        await using var traffic = BackgroundTraffic.Start(apps, apps[0]);
        await traffic.WaitForMore(more: 20);
        for (var number = 0; number < nodes.Count; number++)
        {
            var (machine, process) = nodes[number];
            Posix.Signal(process.Id, Terminate);
            (await InstalledConsole.End(process)).Code.ShouldBe(0);
            process.Dispose();
            await traffic.WaitForMore(more: 10);
            nodes[number] = (machine, machine.Start("serve", surroundings));
            await machine.Ready(nodes[number].Process);
            await traffic.WaitForMore(more: 10);
        }
        await traffic.End();
        var work = await services.GetRequiredService<Database>().Read();
        var kept = await work.List<string>("select external_id from core.tenants");
        await work.DisposeAsync();
        foreach (var (_, process) in nodes)
        {
            Posix.Signal(process.Id, Terminate);
            await InstalledConsole.End(process);
            process.Dispose();
        }

        traffic.Answers.ShouldAllBe(answer => answer.Status < HttpStatusCode.BadRequest);
        traffic.Acknowledged.Except(kept).ShouldBeEmpty();
        watch.IsFaulted.ShouldBeFalse();
    }

    private static (string, string)[] Surroundings(Connections connections, byte[] key) =>
        [.. InstalledConsole.ConnectionVariables(connections, key), ("OWNER_CONSOLE_NOTICE", "1")];

    private static async Task<HttpClient> Connect(LoadBalancer balancer, IServiceProvider services)
    {
        await using var work = await services.GetRequiredService<Database>().Write(WriteOrigin.Intake("test"), []);
        var (_, key) = await services.GetRequiredService<ApiKeys>().Create("traffic", Mode.Live, ["*"], null, 1, "system", work);
        await work.Commit();
        return new(balancer, disposeHandler: false)
        {
            BaseAddress = new("http://balancer"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        };
    }
}
