using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Tests.Commands;

/// <summary>The console or its database is killed repeatedly while operations run and webhooks are sent (fault 4).</summary>
[Slow(50, "Webhooks", "Lanes")]
public sealed class KilledDeliveriesTests : IAsyncLifetime
{
    private const int Callers = 4;

    private readonly InstalledConsole _machine = new();
    private readonly ConcurrentQueue<WebhookReceiver.ReceivedEvent> _received = new();
    private WebhookReceiver _receiver = null!; // started before each test

    public async ValueTask InitializeAsync() => _receiver = await WebhookReceiver.Start();

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        _machine.Dispose();
    }

    [Fact]
    public Task A_killed_console_delivers_every_webhook_in_order_and_repeats_no_operation() => KillTheProgram(times: 3);

    [Fact]
    [Trait("When", "nightly")]
    public Task A_console_killed_twenty_times_delivers_every_webhook_in_order() => KillTheProgram(times: 20);

    [Fact]
    public Task A_console_whose_database_is_killed_continues_and_loses_nothing() => KillTheDatabase(times: 1);

    [Fact]
    [Trait("When", "nightly")]
    public Task A_console_whose_database_is_killed_five_times_loses_nothing() => KillTheDatabase(times: 5);

    [Fact]
    [Trait("When", "nightly")]
    public async Task A_replay_of_a_killed_console_continues_and_repeats_no_event()
    {
        const int times = 2;
        await _receiver.DisposeAsync();
        _receiver = await WebhookReceiver.Start(delay: 150); // six events at a time
        var copy = await TestCluster.Current.Copy();
        await using var services = ConsoleHost.Services(new(copy, _machine.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        Process Begin() =>
            _machine.Start("serve", [.. InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey), ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow")]);
        var console = Begin();
        await _machine.Ready(console);
        var app = await TestApplication.Connect(services, _machine.Address);
        var endpoint = await _receiver.Connect(app);
        _ = _receiver.Collect(_received);
        await app.Run("webhook_endpoint.disable", endpoint);
        var from = TimeProvider.System.GetUtcNow();
        var tenant = await app.Tenant("replayed");
        for (var time = 0; time < 12; time++)
            foreach (var action in new[] { "suspend", "reactivate" })
                await app.Post($"/api/v1/tenants/{tenant}/{action}", new { });
        var written = await Written(database);
        for (var waited = Stopwatch.StartNew(); await IsBehind(database); await Task.Delay(50))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
        await app.Run("webhook_endpoint.enable", endpoint);

        await app.Run("webhook_endpoint.replay_range", endpoint, new { from, to = TimeProvider.System.GetUtcNow() });
        for (var killed = 0; killed < times; killed++)
        {
            await WaitForEvents(more: 3);
            console.Kill();
            await console.WaitForExitAsync();
            console.Dispose();
            await FreeLanes(database);
            console = Begin();
        }
        await _machine.Ready(console);
        for (var waited = Stopwatch.StartNew(); written.Except(_received.Select(delivery => delivery.Id)).Any(); await Task.Delay(50))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), "some events were not replayed");

        _received.ShouldAllBe(delivery => delivery.Verified);
        _received.Select(delivery => delivery.Id).Except(written).ShouldBeEmpty();
        _received.Count.ShouldBeLessThanOrEqualTo(written.Count + times); // only the one in flight can arrive twice
        _received.Select(delivery => delivery.Data.GetProperty("sequence").GetInt64()).ShouldBeInOrder();
        console.Kill();
        await console.WaitForExitAsync();
        console.Dispose();
    }

    private static async Task<bool> IsBehind(Database database)
    {
        await using var work = await database.Read();
        return await work.One<bool>(
            "select exists (select from core.log l left join core.log_order o using (id) where o.pos is null or o.pos > (select min(pos) from core.cursors))"
        );
    }

    private async Task KillTheProgram(int times)
    {
        var copy = await TestCluster.Current.Copy();
        await using var services = ConsoleHost.Services(new(copy, _machine.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        Process Begin() =>
            _machine.Start("serve", [.. InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey), ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow")]);
        var console = Begin();
        await _machine.Ready(console);
        var load = await StartLoad(services);

        for (var killed = 0; killed < times; killed++)
        {
            await WaitForEvents(more: 3);
            console.Kill();
            await console.WaitForExitAsync();
            console.Dispose();
            await FreeLanes(database);
            console = Begin();
        }
        await _machine.Ready(console);
        var answered = await load.End();

        await ShouldAllBeDelivered(database, answered);
        console.Kill();
        await console.WaitForExitAsync();
        console.Dispose();
    }

    private async Task KillTheDatabase(int times)
    {
        using var console = _machine.Start("serve", ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow"));
        await _machine.Ready(console);
        var said = Task.WhenAll(console.StandardOutput.ReadToEndAsync(), console.StandardError.ReadToEndAsync()); // unread output would block the process
        var connections = await Cluster.Join(new(_machine.Data));
        await using var services = ConsoleHost.Services(new(connections, _machine.Port, await MasterKey()));
        var database = services.GetRequiredService<Database>();
        var load = await StartLoad(services);

        for (var killed = 0; killed < times; killed++)
        {
            await WaitForEvents(more: 3);
            await Task.Delay(TimeSpan.FromSeconds(3.2)); // The database has restarted by now; repeated immediate failures would count as permanent.
            using (var postmaster = Process.GetProcessById((int)Postmaster()!))
                await Kill(postmaster);
            await FreeLanes(database);
        }
        var answered = await load.End();

        await ShouldAllBeDelivered(database, answered);
        Posix.Signal(console.Id, 15);
        await console.WaitForExitAsync();
        (console.ExitCode, string.Concat(await said).Split("restarting it").Length - 1).ShouldBe((0, times));
    }

    private async Task<SuspensionLoad> StartLoad(IServiceProvider services)
    {
        var app = await TestApplication.Connect(services, _machine.Address);
        await _receiver.Connect(app);
        _ = _receiver.Collect(_received);
        var tenants = new List<string>();
        while (tenants.Count < Callers)
            tenants.Add(await app.Tenant($"killed-{tenants.Count}"));
        return SuspensionLoad.On(app, tenants);
    }

    private async Task WaitForEvents(int more)
    {
        var until = _received.Count + more;
        for (var waited = Stopwatch.StartNew(); _received.Count < until; await Task.Delay(10))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    /// <summary>Releases the leases of the killed process, which would last a minute.</summary>
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
                // the database is restarting
            }
        }
    }

    private async Task ShouldAllBeDelivered(Database database, int answered)
    {
        var written = await Written(database);
        for (var waited = Stopwatch.StartNew(); written.Except(_received.Select(delivery => delivery.Id)).Any(); await Task.Delay(50))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), "some events were not delivered");

        written.Count.ShouldBe(answered); // no operation repeated, no acknowledged operation lost
        _received.Select(delivery => delivery.Id).Except(written).ShouldBeEmpty();
        _received.ShouldAllBe(delivery => delivery.Verified);
        _received.GroupBy(delivery => delivery.Id).ShouldAllBe(same => same.Select(delivery => delivery.Body.GetRawText()).Distinct().Count() == 1);
        _received.Select(delivery => delivery.Data.GetProperty("sequence").GetInt64()).ShouldBeInOrder();
    }

    private static async Task<IReadOnlyList<string>> Written(Database database)
    {
        await using var work = await database.Read();
        return await work.List<string>("select event_id from core.log where event like 'tenant.%' order by id");
    }

    /// <summary>Waits for the new postmaster: sessions of the old one can continue briefly and take leases released too early.</summary>
    private async Task Kill(Process postmaster)
    {
        postmaster.Kill();
        for (var waited = Stopwatch.StartNew(); (Postmaster() ?? postmaster.Id) == postmaster.Id; await Task.Delay(50))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    /// <returns>Null while no postmaster is running.</returns>
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
