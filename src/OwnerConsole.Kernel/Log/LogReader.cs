using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Loops;

namespace OwnerConsole.Kernel.Log;

/// <summary>Reads the log in order on behalf of a module, each line once: the reader's position and what it writes are one transaction.</summary>
public interface IHearLog
{
    /// <summary>The cursor's name, for ever.</summary>
    string Name { get; }

    /// <param name="work">may write rows of the platform and of the tenants of these lines</param>
    Task Hear(IReadOnlyList<HeardLine> lines, Work work);
}

/// <param name="Event">what others are told, if anything; <paramref name="EventId"/> and <paramref name="Data"/> come with it</param>
public sealed record HeardLine(
    long Pos,
    DateTimeOffset At,
    string TenantId,
    string Kind,
    string? RunId,
    string? Operation,
    string? Subject,
    string? EventId,
    string? Event,
    string? Data
);

/// <summary>Moves every reader's cursor along the log. One node at a time moves a cursor: it holds the row.</summary>
public sealed class LogReader(Database database, Notices notices, IEnumerable<IHearLog> readers, ILogger<LogReader> log) : BackgroundService
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.Always(
            async () =>
            {
                var ordered = notices.Next("log");
                var heard = 0;
                foreach (var reader in readers)
                    heard += await Advance(reader, stop);
                if (heard == 0)
                    await Notices.Wait(ordered, Beat, stop);
            },
            Beat,
            error => log.LogWarning(error, "The log can't be read; trying again."),
            stop
        );

    /// <returns>lines heard</returns>
    private async Task<int> Advance(IHearLog reader, CancellationToken stop)
    {
        var (pos, lines) = await Unheard(reader, stop);
        if (lines.Count == 0)
            return 0;

        await using var work = await database.Write(
            Door.Intake("hear:" + reader.Name),
            [.. lines.Select(line => line.TenantId).Append(IdSource.Platform).Distinct(StringComparer.Ordinal)],
            stop
        );
        var moved = await work.Do(
            """
            insert into core.cursors as c (reader, pos) values (@reader, @to)
            on conflict (reader) do update set pos = excluded.pos where c.pos = @from
            """,
            new
            {
                reader = reader.Name,
                from = pos,
                to = lines[^1].Pos,
            }
        );
        if (moved == 0)
            return 0; // another node was faster
        await reader.Hear(lines, work);
        await work.Commit();
        return lines.Count;
    }

    private async Task<(long Pos, IReadOnlyList<HeardLine> Lines)> Unheard(IHearLog reader, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        var pos = await reading.One<long?>("select pos from core.cursors where reader = @reader", new { reader = reader.Name }) ?? 0;
        return (
            pos,
            await reading.List<HeardLine>(
                """
                select o.pos, l.at, l.tenant_id, l.kind, l.run_id, l.operation, l.subject, l.event_id, l.event, l.data
                  from core.log_order o join core.log l using (id)
                 where o.pos > @pos
                 order by o.pos
                 limit @most
                """,
                new { pos, most = AtOnce }
            )
        );
    }
}
