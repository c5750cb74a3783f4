using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tests.Commands;

/// <summary>The program, or its database, is killed again and again while decisions are made and told (fault 4).</summary>
public sealed class KilledDeliveriesTests : IAsyncLifetime
{
    private const int Callers = 4;

    private readonly InstalledConsole _machine = new();
    private readonly ConcurrentQueue<WebhookReceiver.ReceivedEvent> _told = new();
    private WebhookReceiver _receiver = null!; // started before each test

    public async ValueTask InitializeAsync() => _receiver = await WebhookReceiver.Start();

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        _machine.Dispose();
    }

    [Fact]
    public Task Killed_the_program_tells_everything_in_order_and_decides_nothing_twice() => KillTheProgram(times: 3);

    [Fact]
    [Trait("When", "nightly")]
    public Task Killed_twenty_times_it_still_does() => KillTheProgram(times: 20);

    [Fact]
    public Task Its_database_killed_the_console_goes_on_and_loses_nothing() => KillTheDatabase(times: 1);

    [Fact]
    [Trait("When", "nightly")]
    public Task Its_database_killed_five_times_it_still_does() => KillTheDatabase(times: 5);

    private async Task KillTheProgram(int times)
    {
        var copy = await TestCluster.Current.Copy();
        await using var services = ConsoleHost.Services(new(copy, _machine.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        Process Begin() =>
            _machine.Start("serve", [.. InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey), ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow")]);
        var console = Begin();
        await _machine.Ready(console);
        var pressure = await Press(services);

        for (var killed = 0; killed < times; killed++)
        {
            await Hear(more: 3);
            console.Kill();
            await console.WaitForExitAsync();
            console.Dispose();
            await FreeLanes(database);
            console = Begin();
        }
        await _machine.Ready(console);
        var answered = await pressure.End();

        await ShouldAllBeTold(database, answered);
        console.Kill();
        await console.WaitForExitAsync();
        console.Dispose();
    }

    private async Task KillTheDatabase(int times)
    {
        using var console = _machine.Start("serve", ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow"));
        await _machine.Ready(console);
        var said = Task.WhenAll(console.StandardOutput.ReadToEndAsync(), console.StandardError.ReadToEndAsync()); // unread, its complaints would hold it up
        var connections = await Cluster.Join(new(_machine.Data));
        await using var services = ConsoleHost.Services(new(connections, _machine.Port, await MasterKey()));
        var database = services.GetRequiredService<Database>();
        var pressure = await Press(services);

        for (var killed = 0; killed < times; killed++)
        {
            await Hear(more: 3);
            await Task.Delay(TimeSpan.FromSeconds(3.2)); // it is back by now, and one that dies at once again and again would be given up
            using (var postmaster = Process.GetProcessById((int)Postmaster()!))
                await Kill(postmaster);
            await FreeLanes(database);
        }
        var answered = await pressure.End();

        await ShouldAllBeTold(database, answered);
        Posix.Signal(console.Id, 15);
        await console.WaitForExitAsync();
        (console.ExitCode, string.Concat(await said).Split("restarting it").Length - 1).ShouldBe((0, times));
    }

    private async Task<SuspensionLoad> Press(IServiceProvider services)
    {
        var app = await TestApplication.Connect(services, _machine.Address);
        await _receiver.Connect(app);
        _ = _receiver.Collect(_told);
        var tenants = new List<string>();
        while (tenants.Count < Callers)
            tenants.Add(await app.Tenant($"killed-{tenants.Count}"));
        return SuspensionLoad.On(app, tenants);
    }

    private async Task Hear(int more)
    {
        var until = _told.Count + more;
        for (var waited = Stopwatch.StartNew(); _told.Count < until; await Task.Delay(10))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    /// <summary>Whoever was killed held them for a minute more, which is moved and not waited for.</summary>
    private static async Task FreeLanes(Database database)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                await using var work = await database.Write(WriteOrigin.Intake("test"), []);
                await work.Execute("update work.lanes set leased_until = null, due = now()");
                await work.Commit();
                return;
            }
            catch (Npgsql.NpgsqlException) when (waited.Elapsed < TimeSpan.FromMinutes(1))
            {
                // it is on its way back
            }
        }
    }

    private async Task ShouldAllBeTold(Database database, int answered)
    {
        var written = await Written(database);
        for (var waited = Stopwatch.StartNew(); written.Except(_told.Select(told => told.Id)).Any(); await Task.Delay(50))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), "not everything was told");

        written.Count.ShouldBe(answered); // nothing decided twice, nothing answered and lost
        _told.Select(told => told.Id).Except(written).ShouldBeEmpty();
        _told.ShouldAllBe(told => told.Verified);
        _told.GroupBy(told => told.Id).ShouldAllBe(same => same.Select(told => told.Body.GetRawText()).Distinct().Count() == 1);
        _told.Select(told => told.Data.GetProperty("sequence").GetInt64()).ShouldBeInOrder();
    }

    private static async Task<IReadOnlyList<string>> Written(Database database)
    {
        await using var work = await database.Read();
        return await work.List<string>("select event_id from core.log where event like 'tenant.%' order by id");
    }

    /// <summary>Until there is another one: sessions of the old one may go on for a moment and take what is freed too early.</summary>
    private async Task Kill(Process postmaster)
    {
        postmaster.Kill();
        for (var waited = Stopwatch.StartNew(); (Postmaster() ?? postmaster.Id) == postmaster.Id; await Task.Delay(50))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    /// <returns>null while there is none</returns>
    private int? Postmaster()
    {
        try
        {
            var first = File.ReadLines(Path.Combine(_machine.Data, "postgres", "postmaster.pid")).FirstOrDefault();
            return int.TryParse(first, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<byte[]> MasterKey() => Convert.FromBase64String((await File.ReadAllTextAsync(_machine.MasterKey)).Trim());
}
