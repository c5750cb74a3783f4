using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Loops;

namespace OwnerConsole.Kernel.Log;

/// <summary>Gives the log its order: after the commit, only to lines below the oldest running transaction, one node at a time.</summary>
/// <remarks>Ids commit out of order; a line that could still be preceded waits, so nothing is ever seen before it is ordered.</remarks>
public sealed class Sequencer(Database database, Logbook logbook, Notices notices, ILogger<Sequencer> log) : BackgroundService
{
    /// <summary>A line that comes alone has its place at once; those that come while many do wait for each other, or ordering them costs as much as writing them.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(25);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await using var source = Connections.Source(
            database.Connections.Sequencer,
            "owner-console sequencer",
            way =>
            {
                (way.MaxPoolSize, way.NoResetOnClose) = (2, true);
                way.MaxAutoPrepare = 1; // one statement, many times a second: read and planned anew each time, a third of it was that
                way.Options = "-c enable_seqscan=off"; // planned while the log is empty, it is kept for one that is not
            }
        );
        var isAtHome = false;
        await Loop.Always(
            async () =>
            {
                if (!isAtHome)
                {
                    await Arrivals.Order(source, stop);
                    await Arrivals.Tell(database, logbook, stop);
                    isAtHome = true;
                }
                var written = notices.Next("log_written");
                if (await Order(source, stop) > 0)
                    await Task.Delay(Breath, stop);
                await Notices.Wait(written, TimeSpan.FromMilliseconds(500), stop);
            },
            TimeSpan.FromSeconds(1),
            error =>
            {
                isAtHome = false; // what answers next may be another cluster
                log.LogWarning(error, "The log is not being sequenced; retrying.");
            },
            stop
        );
    }

    /// <remarks>After an arrival in another cluster some recent lines have their place. A subquery asks for each by the index; an anti-join would read the whole log.</remarks>
    /// <returns>lines that got their position now</returns>
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
