using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Tests.Commands;

[OwnDatabase("The program starts its private cluster.")]
[Slow(45, "EmbeddedPostgres", "Commands")]
public sealed class ServeTests
{
    private const int Terminate = 15;

    private static readonly string s_demo = $"demo --plans {Path.Combine(AppContext.BaseDirectory, "plans.json")}";

    [Fact]
    public async Task One_command_serves_and_one_signal_shuts_it_down_cleanly()
    {
        using var machine = new InstalledConsole();
        using var console = machine.Start("");
        await machine.Ready(console);

        Posix.Signal(console.Id, Terminate);
        var (code, said) = await InstalledConsole.End(console);

        code.ShouldBe(0);
        said.ShouldContain($"Owner Console: {machine.Address.ToString().TrimEnd('/')}");
        said.ShouldContain("/welcome?token=");
        (await File.ReadAllLinesAsync(Path.Combine(machine.Data, "postgres.log"))).Last().ShouldContain("database system is shut down");
        OrphanProcesses.In(Path.Combine(machine.Data, "postgres")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stopped_console_answers_open_requests_and_loses_no_acknowledged_data()
    {
        using var machine = new InstalledConsole();
        var key = new byte[32];
        var surroundings = ("OWNER_CONSOLE_MASTER_KEY", Convert.ToBase64String(key));
        using var console = machine.Start("serve", surroundings);
        await machine.Ready(console);
        await using var services = ConsoleHost.Services(new(await Cluster.Join(new(machine.Data)), machine.Port, key));
        var apps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Connect(machine, services)));
        await using var traffic = BackgroundTraffic.Start(apps, apps[0]);
        await traffic.WaitForMore(more: 20);

        Posix.Signal(console.Id, Terminate);
        var (code, _) = await InstalledConsole.End(console);
        await traffic.Ended;
        var acknowledged = traffic.Acknowledged.ToList();
        await using var cluster = await Cluster.Start(new(machine.Data));
        await using var database = new Database(cluster.Connections);
        await using var work = await database.Read();
        var kept = await work.List<string>("select external_id from core.tenants");

        code.ShouldBe(0);
        traffic.Answers.ShouldAllBe(answer => answer.Status < HttpStatusCode.BadRequest || answer.RetryAfter != null);
        acknowledged.Except(kept).ShouldBeEmpty();
        (await File.ReadAllTextAsync(Path.Combine(machine.Data, "postgres.log"))).ShouldNotContain("automatic recovery in progress");
    }

    [Fact]
    public async Task A_second_console_on_the_same_data_exits_with_75()
    {
        using var machine = new InstalledConsole();
        using var console = machine.Start("serve", ("OWNER_CONSOLE_STRIPE_API", "http://127.0.0.1:9"));
        await machine.Ready(console);

        var second = await machine.Run("serve", ("PORT", "0"));
        var twice = await machine.Run("serve", ("PORT", InstalledConsole.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var status = await machine.Run("migrate --status");
        var demos = new[] { await machine.Run(s_demo), await machine.Run(s_demo) };
        var plans = await Plans(machine);
        var profiles = new[] { await machine.Run("demo --profile bot"), await machine.Run("demo --profile bot") };
        var unknown = await machine.Run("demo --profile circus");
        var features = await machine.Run("demo features");
        var actions = await machine.Run("demo actions");
        var stripe = await machine.Run("demo stripe sk_test_FakeStripe whsec_FakeStripe");
        var live = await machine.Run("demo stripe sk_live_FakeStripe whsec_FakeStripe");
        Posix.Signal(console.Id, Terminate);
        await InstalledConsole.End(console);

        second.ShouldBe((1, "PORT is 0; it must be a number from 1 to 65535.\n"));
        twice.Code.ShouldBe(75);
        twice.Said.ShouldStartWith("Another console is already running with the data in");
        status.Code.ShouldBe(0);
        status.Said.ShouldContain("core/data/0001_data");
        status.Said.Split('\n').ShouldNotContain(line => line.StartsWith("pending"));
        demos.Concat(profiles).ShouldAllBe(demo => demo.Said.StartsWith("oc_test_"));
        features.Said.ShouldStartWith("oc_live_");
        actions.ShouldBe((0, "Examples of 0 actions were added.\n"));
        unknown.Code.ShouldNotBe(0);
        unknown.Said.ShouldContain("--profile");
        unknown.Said.ShouldNotContain("   at ");
        stripe.Code.ShouldBe(0, stripe.Said);
        live.Said.ShouldContain("Stripe could not be connected: wrong_mode.");
        plans.ShouldBe(["extra-room 10010", "solo 2900", "studio 59000", "studio-plus 12950"], ignoreOrder: true);
    }

    [Fact]
    public async Task After_a_kill_the_next_console_takes_over_the_running_database()
    {
        using var machine = new InstalledConsole();
        using (var first = machine.Start("serve"))
        {
            await machine.Ready(first);
            first.Kill();
            await first.WaitForExitAsync();
        }

        using var second = machine.Start("serve");
        await machine.Ready(second);
        Posix.Signal(second.Id, Terminate);
        var (code, said) = await InstalledConsole.End(second);

        code.ShouldBe(0);
        said.ShouldContain("The database is still running");
        (await File.ReadAllTextAsync(Path.Combine(machine.Data, "postgres.log"))).ShouldNotContain("automatic recovery in progress");
    }

    [Fact]
    public async Task An_occupied_port_is_named_and_nothing_is_started()
    {
        using var machine = new InstalledConsole();
        using var other = new TcpListener(System.Net.IPAddress.Loopback, machine.Port);
        other.Start();

        var (code, said) = await machine.Run("serve");

        code.ShouldBe(1);
        said.ShouldContain($"Can't listen on {machine.Address.ToString().TrimEnd('/')}");
        said.ShouldContain("PORT=");
        Directory.Exists(machine.Data).ShouldBeFalse();
    }

    private static async Task<IReadOnlyList<string>> Plans(InstalledConsole machine)
    {
        await using var database = new Database(await Cluster.Join(new(machine.Data)));
        await using var work = await database.Read();
        return await work.List<string>("select plan || ' ' || amount from core.plan_prices");
    }

    private static async Task<HttpClient> Connect(InstalledConsole machine, IServiceProvider services)
    {
        await using var work = await services.GetRequiredService<Database>().Write(WriteOrigin.Intake("test"), []);
        var (_, key) = await services.GetRequiredService<ApiKeys>().Create("traffic", Mode.Live, ["*"], null, 1, "system", work);
        await work.Commit();
        return TestApplication.WithKey(machine.Address, key).Http;
    }
}
