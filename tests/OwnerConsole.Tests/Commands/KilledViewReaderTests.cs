using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Commands;

/// <summary>The console is killed repeatedly while it reads an owner's views.</summary>
[NotPooled("KilledDeliveriesTests, KilledRunTests and KilledIntakeTests kill consoles behind the pooler, and all resume through the same lanes.")]
public sealed class KilledViewReaderTests
{
    private const int Accounts = 2_200,
        Bookings = 40_000;

    [Fact]
    [Trait("When", "nightly")]
    public async Task A_console_killed_while_reading_views_imports_every_row_once()
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute($"insert into accounts (id, name) select n, 'Studio ' || n from generate_series(1, {Accounts}) n");
        await shop.Execute($"insert into people (id, account_id, name) select n, n, 'Ada ' || n from generate_series(1, {Accounts}) n");
        await shop.Execute($"insert into bookings (id, account_id) select n, 1 + n % {Accounts} from generate_series(1, {Bookings}) n");
        var copy = await TestCluster.Current.Copy();
        using var machine = new InstalledConsole();
        await using var services = ConsoleHost.Services(new(copy, machine.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        Process Begin() =>
            machine.Start("serve", [.. InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey), ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow")]);
        var console = Begin();
        await machine.Ready(console);
        var owner = await TestApplication.Connect(services, machine.Address);

        await owner.Run("connector.configure", "tnt_platform", shop.Input());
        foreach (var midway in new[] { "core.tenants where mode = 'live'", "core.members", "core.events" })
        {
            await Until(copy, database, $"select count(*) > 0 from {midway}");
            console.Kill();
            await console.WaitForExitAsync();
            console.Dispose();
            await TestCluster.Current.Force(copy, "update work.lanes set leased_until = null"); // the killed process would keep its leases for a minute
            console = Begin();
        }
        await machine.Ready(console);
        await Until(copy, database, $"select count(*) = {Bookings} from core.events");
        await Until(copy, database, "select count(*) = 3 and not bool_or(is_in_progress) from connectors.cursors");
        console.Kill();
        await console.WaitForExitAsync();
        console.Dispose();

        await using var work = await database.Read();
        (await work.One<long>("select count(*) from core.tenants where mode = 'live'")).ShouldBe(Accounts);
        (await work.One<long>("select count(*) from core.members")).ShouldBe(Accounts);
        (await work.One<long>("select count(*) from core.events")).ShouldBe(Bookings);
        (await work.One<long>("select count(*) from connectors.rejected_rows")).ShouldBe(0);
    }

    /// <summary>Polls the views continuously instead of every ten seconds.</summary>
    private static async Task Until(Connections copy, Database database, string sql)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(3), sql);
            await TestCluster.Current.Force(
                copy,
                """
                update work.items set due = now() where kind = 'connector.read';
                update work.lanes set due = now(), wakes = wakes + 1 where lane = 'every:connector.read';
                select pg_notify('work', '')
                """
            );
            await using var work = await database.Read();
            if (await work.One<bool>(sql))
                return;
        }
    }
}
