using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Log;

/// <summary>
/// Continues the log in another cluster, such as after restoring a dump: transaction ids start over there, so the stored ones are meaningless.
/// </summary>
internal static class ClusterTransition
{
    private sealed record TransitionRow(long Lines);

    /// <summary>Lines without a position get one in the order of their ids while no one writes, and the sequence continues from here.</summary>
    /// <remarks>It starts at the oldest running transaction, which may already have its id and write its line later.</remarks>
    public static async Task Order(NpgsqlDataSource sequencer, CancellationToken stop)
    {
        await using var connection = await sequencer.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        if (await QueryBool(connection, "select s.system_identifier = c.system_identifier from core.sequencer s, pg_control_system() c for update of s", stop))
            return;
        await Execute(connection, "select core.lock_log()", stop);
        await Execute(
            connection,
            """
            insert into core.log_order (pos, id)
            select (select coalesce(max(pos), 0) from core.log_order) + row_number() over (order by l.id), l.id
              from core.log l
             where not exists (select 1 from core.log_order o where o.id = l.id)
            """,
            stop
        );
        await Execute(
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
    public static async Task WriteLog(Database database, LogWriter logbook, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("log.restored"), [IdGenerator.Platform], stop);
        if (
            await work.One<TransitionRow>(
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
                    IdGenerator.Platform,
                    "system",
                    "system",
                    "done",
                    Sentence.Say($"The database was restored into another PostgreSQL server. The log continues after {arrived.Lines:entry|entries}.")
                )
                {
                    Code = "restored",
                },
            ],
            work
        );
        await work.Commit();
    }

    private static async Task<bool> QueryBool(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (bool)(await command.ExecuteScalarAsync(stop))!; // The row always exists.
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
