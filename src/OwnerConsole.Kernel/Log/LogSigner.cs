using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Log;

/// <summary>
/// Verifies and signs new lines of the log every minute, or every thousand lines once the rate drops, and the whole log at the start and once a day.
/// It signs only lines it has verified.
/// </summary>
/// <remarks>This is not a scheduled work item, because it must continue during an emergency stop.</remarks>
public sealed class LogSigner(LogVerifier proof, LogAlerts alerts, Database database, TimeProvider clock, ILogger<LogSigner> log) : BackgroundService
{
    private const int LinesPerCheckpoint = 1_000;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FullCheckInterval = TimeSpan.FromDays(1);

    private LogCheck? _seen;
    private DateTimeOffset _fullCheckAt;
    private long _written; // Position at the last check.

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.RunForever(
            async () =>
            {
                await Look(stop);
                await Task.Delay(PollInterval, stop);
            },
            PollInterval,
            error =>
            {
                _seen = null;
                log.Log(error is NpgsqlException ? LogLevel.Warning : LogLevel.Error, error, "The log can't be verified or signed; retrying.");
            },
            stop
        );

    private async Task Look(CancellationToken stop)
    {
        var state = await Read(stop);
        var isBusy = state.Written - _written >= LinesPerCheckpoint; // Under heavy load the machine should serve other work first.
        _written = state.Written;
        if (state.IsBroken)
        {
            _seen = null; // Once the log is intact again, everything is verified from the start.
            return;
        }
        if (_seen is null || clock.GetUtcNow() - _fullCheckAt >= FullCheckInterval)
        {
            (_seen, var flaw) = await proof.Verify(1, [], stop);
            _fullCheckAt = clock.GetUtcNow();
            if (flaw is not null)
                await alerts.Open(flaw, stop);
        }
        else if (state.Written > state.Signed && (state.IsOld || (state.Written - state.Signed >= LinesPerCheckpoint && !isBusy)))
            await Sign(_seen, stop);
    }

    private async Task Sign(LogCheck seen, CancellationToken stop)
    {
        if (await proof.Advance(seen, stop) is { } flaw)
            await alerts.Open(flaw, stop);
        else
            await proof.Sign(seen, stop);
    }

    private async Task<State> Read(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return (
            await work.One<State>(
                """
                select exists (select from core.log_alerts where closed_at is null) as is_broken,
                       (select coalesce(max(pos), 0) from core.log_order) as written,
                       coalesce(c.size, 0) as signed,
                       coalesce(c.at < now() - @soon, true) as is_old
                  from (select) one left join lateral (select size, at from core.log_checkpoints order by size desc limit 1) c on true
                """,
                new { soon = CheckpointInterval }
            )
        )!; // A left join always returns a row.
    }

    /// <param name="IsOld">Whether the last checkpoint is old or missing.</param>
    private sealed record State(bool IsBroken, long Written, long Signed, bool IsOld);
}
