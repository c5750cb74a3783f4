using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Kernel.Operations;

/// <summary>Blocks transactions that write a row of one tenant until the gate is opened.</summary>
/// <param name="table">The table whose inserts are blocked; suspensions by default.</param>
internal sealed class TransactionGate(NpgsqlConnection super, string tenant, string table) : IAsyncDisposable
{
    private const int Key = 4321;

    private const string Suspensions = "access.suspensions";

    public static Task<TransactionGate> Before(TenantCrowd crowd, string tenant) => Before(crowd.Database.Connections, tenant);

    public static async Task<TransactionGate> Before(Connections connections, string tenant, string table = Suspensions)
    {
        var super = await TestCluster.Current.OpenAsSuper(connections);
        var gate = new TransactionGate(super, tenant, table);
        await gate.Do(
            $"""
            create or replace function public.gate() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared({Key}); return new; end $$;
            create trigger gate_{tenant[
                ^6..
            ]} before insert on {table} for each row when (new.tenant_id = '{tenant}') execute function public.gate();
            select pg_advisory_lock({Key});
            """
        );
        return gate;
    }

    /// <summary>Waits until a session is blocked by a lock in a statement with this text; without a text, at this gate.</summary>
    public async Task SomebodyWaits(string? saying = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await Waiting(saying) == 0)
            await beat.WaitForNextTickAsync(patience.Token);
    }

    public Task Open() =>
        Do($"select pg_advisory_unlock({Key}) where exists (select from pg_locks where locktype = 'advisory' and objid = {Key} and pid = pg_backend_pid())");

    public async ValueTask DisposeAsync()
    {
        await Open();
        await Do($"drop trigger gate_{tenant[^6..]} on {table}");
        await super.DisposeAsync();
    }

    // Sessions can also wait for a row, or for another lock while a program starts.
    private async Task<long> Waiting(string? saying)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select count(*) from pg_stat_activity a where datname = current_database() and wait_event_type = 'Lock' and case when @saying = ''
              then exists (select from pg_locks l where l.pid = a.pid and l.locktype = 'advisory' and (l.classid, l.objid) = (0, {Key}) and not l.granted)
              else position(@saying in query) > 0 end
            """,
            super
        );
        command.Parameters.AddWithValue("saying", saying ?? "");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task Do(string sql)
    {
        await using var command = new NpgsqlCommand(sql, super);
        await command.ExecuteNonQueryAsync();
    }
}
