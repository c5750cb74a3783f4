using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Log;

/// <summary>Reads the log in order for a module, each line exactly once: the reader's position and its writes are committed together.</summary>
public interface ILogSubscriber
{
    /// <summary>Permanent name of the cursor.</summary>
    string Name { get; }

    /// <summary>SQL condition for whether there are any recipients. Without recipients, lines are skipped unread.</summary>
    string HasRecipients => "true";

    /// <param name="work">Transaction that can write rows of the platform and of the tenants of these lines.</param>
    Task Handle(IReadOnlyList<StoredLogLine> lines, UnitOfWork work);
}

/// <summary>Advances every reader's cursor along the log. A cursor is moved by one node at a time, which locks its row.</summary>
public sealed class LogReader(Database database, NotificationListener notices, IEnumerable<ILogSubscriber> readers, ILogger<LogReader> log) : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.RunForever(
            async () =>
            {
                var ordered = notices.Next("log");
                var heard = 0;
                foreach (var reader in readers)
                    heard += await Advance(reader, stop);
                if (heard == 0)
                    await NotificationListener.Wait(ordered, PollInterval, stop);
            },
            PollInterval,
            error => log.LogWarning(error, "The log can't be read; retrying."),
            stop
        );

    /// <returns>The number of lines delivered.</returns>
    private async Task<int> Advance(ILogSubscriber reader, CancellationToken stop)
    {
        var (from, to, lines) = await ReadNext(reader, stop);
        if (to == from)
            return 0;

        await using var work = await database.Write(
            WriteOrigin.Intake("hear:" + reader.Name),
            [.. lines.Select(line => line.TenantId).Append(IdGenerator.Platform).Distinct(StringComparer.Ordinal)],
            stop
        );
        var moved = await work.Execute(
            """
            insert into core.cursors as c (reader, pos) values (@reader, @to)
            on conflict (reader) do update set pos = excluded.pos where c.pos = @from
            """,
            new
            {
                reader = reader.Name,
                from,
                to,
            }
        );
        if (moved == 0)
            return 0; // Another node was faster.
        if (lines.Count > 0)
            await reader.Handle(lines, work);
        await work.Commit();
        return lines.Count;
    }

    /// <returns>The cursor's position, its target, and the lines to deliver up to there.</returns>
    private async Task<(long From, long To, IReadOnlyList<StoredLogLine> Lines)> ReadNext(ILogSubscriber reader, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        // A single snapshot, so that recipients that existed when a line was written are seen with it.
        var stand = (
            await reading.One<CursorRow>(
                $"""
                select coalesce((select pos from core.cursors where reader = @reader), 0) as pos, (select coalesce(max(pos), 0) from core.log_order) as last,
                       {reader.HasRecipients} as is_heard
                """,
                new { reader = reader.Name }
            )
        )!; // The statement always returns a row.
        if (!stand.IsHeard || stand.Last <= stand.Pos)
            return (stand.Pos, Math.Max(stand.Pos, stand.Last), []);
        var lines = await reading.List<StoredLogLine>(
            $"""
            select {LogLineReader.Columns}
              from core.log_order o join core.log l using (id)
             where o.pos > @Pos and l.pruned_at is null
             order by o.pos
             limit @most
            """,
            new { stand.Pos, most = BatchSize }
        );
        return (stand.Pos, lines is [.., var end] ? end.Pos : stand.Last, lines); // All remaining lines were pruned.
    }

    private sealed record CursorRow(long Pos, long Last, bool IsHeard);
}
