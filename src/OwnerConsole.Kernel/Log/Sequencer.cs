using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Log;

/// <summary>Assigns positions to log entries after their commit, only to lines before the oldest running transaction, on one node at a time.</summary>
/// <remarks>Ids commit out of order. A line that could still be preceded waits, so that no line is visible before its position is final.</remarks>
public sealed class Sequencer(Database database, LogWriter logbook, NotificationListener notices, ILogger<Sequencer> log) : BackgroundService
{
    /// <summary>
    /// A single line gets its position at once. Under load, lines are batched, because otherwise ordering would cost as much as writing them.
    /// </summary>
    private static readonly TimeSpan BatchDelay = TimeSpan.FromMilliseconds(25);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await using var source = Connections.CreateDataSource(
            database.Connections.Sequencer,
            "owner-console sequencer",
            way =>
            {
                (way.MaxPoolSize, way.NoResetOnClose) = (2, true);
                way.MaxAutoPrepare = 1; // One statement runs many times per second; parsing and planning it each time took a third of its time.
                way.Options = "-c enable_seqscan=off"; // The plan is created while the log is empty and reused when it is large.
            }
        );
        var isAtHome = false;
        await Loop.RunForever(
            async () =>
            {
                if (!isAtHome)
                {
                    await ClusterTransition.Order(source, stop);
                    await ClusterTransition.WriteLog(database, logbook, stop);
                    isAtHome = true;
                }
                var written = notices.Next("log_written");
                if (await Order(source, stop) > 0)
                    await Task.Delay(BatchDelay, stop);
                await NotificationListener.Wait(written, TimeSpan.FromMilliseconds(500), stop);
            },
            TimeSpan.FromSeconds(1),
            error =>
            {
                isAtHome = false; // The next connection may be to another cluster.
                log.LogWarning(error, "The log is not being sequenced; retrying.");
            },
            stop
        );
    }

    /// <remarks>
    /// After a move to another cluster, some recent lines already have positions. A subquery checks each by index; an anti-join would read the whole
    /// log.
    /// </remarks>
    /// <returns>The number of lines that got a position.</returns>
    private static async Task<int> Order(NpgsqlDataSource source, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand(
            """
            with held as (select next_xid from core.sequencer for update),
                 bound as (select next_xid as low, pg_snapshot_xmin(pg_current_snapshot()) as high from held),
                 recent as materialized (select l.id from core.log l, bound where l.xid >= bound.low and l.xid < bound.high),
                 fresh as (select r.id, row_number() over (order by r.id) as nth from recent r
                            where (select o.id from core.log_order o where o.id = r.id) is null),
                 ordered as (insert into core.log_order (pos, id)
                             select (select coalesce(max(pos), 0) from core.log_order) + nth, id from fresh returning pos),
                 moved as (update core.sequencer set next_xid = greatest(high, low) from bound where exists (select 1 from fresh) returning 1)
            select pg_notify('log', max(pos)::text) from ordered having max(pos) is not null
            """,
            connection
        );
        return await command.ExecuteNonQueryAsync(stop);
    }
}
