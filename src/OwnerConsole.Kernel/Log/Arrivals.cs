using Npgsql;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Log;

/// <summary>
/// Continues the log in another cluster, such as after restoring a dump: transaction ids start over there, so the stored ones are meaningless.
/// </summary>
internal static class Arrivals
{
    private sealed record Arrived(long Lines);

    /// <summary>Lines without a position get one in the order of their ids while no one writes, and the sequence continues from here.</summary>
    /// <remarks>It starts at the oldest running transaction, which may already have its id and write its line later.</remarks>
    public static async Task Order(NpgsqlDataSource sequencer, CancellationToken stop)
    {
        await using var connection = await sequencer.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        if (await Is(connection, "select s.system_identifier = c.system_identifier from core.sequencer s, pg_control_system() c for update of s", stop))
            return;
        await Do(connection, "select core.hold_log()", stop);
        await Do(
            connection,
            """
            insert into core.log_order (pos, id)
            select (select coalesce(max(pos), 0) from core.log_order) + row_number() over (order by l.id), l.id
              from core.log l
             where not exists (select 1 from core.log_order o where o.id = l.id)
            """,
            stop
        );
        await Do(
            connection,
            """
            update core.sequencer
               set next_xid = pg_snapshot_xmin(pg_current_snapshot()), system_identifier = (select system_identifier from pg_control_system())
            """,
            stop
        );
        await transaction.CommitAsync(stop);
    }

    /// <summary>Records in the log that it was restored, once per cluster.</summary>
    public static async Task Tell(Database database, Logbook logbook, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("log.restored"), [IdSource.Platform], stop);
        if (
            await work.One<Arrived>(
                """
                update core.cluster k set system_identifier = c.system_identifier
                  from pg_control_system() c
                 where k.system_identifier <> c.system_identifier
                returning (select coalesce(max(pos), 0) from core.log_order) as lines
                """
            )
            is not { } arrived
        )
            return;
        logbook.Write(
            [
                new(
                    IdSource.Platform,
                    "system",
                    "system",
                    "done",
                    Sentence.Say($"The database was restored into another PostgreSQL. The log continues after {arrived.Lines:line}.")
                )
                {
                    Code = "restored",
                },
            ],
            work
        );
        await work.Commit();
    }

    private static async Task<bool> Is(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (bool)(await command.ExecuteScalarAsync(stop))!; // The row always exists.
    }

    private static async Task Do(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
