using OwnerConsole.Data;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>Stores the progress of the sync: cursors, state and rejected rows.</summary>
public sealed class SyncProgress(Database database)
{
    /// <summary>Maximum number of rejected rows that are stored.</summary>
    public const int MostRefused = 100;

    internal static async Task<SyncState> State(string sync, UnitOfWork work) =>
        await work.One<SyncState>(
            """
            select read_at, failing_since, attempts, code, error, settled_at, mark_at, mark_xid
              from connectors.states where tenant_id = 'tnt_platform' and sync = @sync
            """,
            new { sync }
        ) ?? new(null, null, 0, null, null, null, null, null);

    internal static async Task<IReadOnlyList<ViewCursor>> Cursors(string sync, UnitOfWork work)
    {
        var rows = await work.List<ViewCursor>(
            "select view, at, last_id, boundary_at, is_in_progress, newest_at from connectors.cursors where tenant_id = 'tnt_platform' and sync = @sync",
            new { sync }
        );
        return [.. SqlView.All.Select(view => rows.FirstOrDefault(row => row.View == view.Name) ?? ViewCursor.Of(view))];
    }

    internal static Task<IReadOnlyList<RejectedRow>> Rejected(string sync, UnitOfWork work) =>
        work.List<RejectedRow>(
            """
            select view, row_id as id, error, rejected_at from connectors.rejected_rows
             where tenant_id = 'tnt_platform' and sync = @sync
             order by rejected_at desc, view, row_id
            """,
            new { sync }
        );

    /// <summary>Saves the progress of a view. Called after the rows are committed, so that a crash in between only reads the same rows again.</summary>
    internal Task Step(string sync, ViewCursor cursor, IReadOnlyList<ViewRow> rows, IReadOnlyList<RejectedRow> rejected, CancellationToken stop) =>
        Write(
            """
            insert into connectors.cursors as c (tenant_id, sync, view, at, last_id, boundary_at, is_in_progress, newest_at)
            values ('tnt_platform', @sync, @View, @At, @LastId, @BoundaryAt, @IsInProgress, @NewestAt)
            on conflict (tenant_id, sync, view) do update
               set at = excluded.at, last_id = excluded.last_id, boundary_at = excluded.boundary_at, is_in_progress = excluded.is_in_progress, newest_at = excluded.newest_at
            """,
            new
            {
                sync,
                cursor.View,
                cursor.At,
                cursor.LastId,
                cursor.BoundaryAt,
                cursor.IsInProgress,
                cursor.NewestAt,
            },
            """
            with gone as (delete from connectors.rejected_rows
                           where tenant_id = 'tnt_platform' and sync = @sync and view = @View and row_id = any(@read) and row_id <> all(@ids) returning 1)
            insert into connectors.rejected_rows as r (tenant_id, sync, view, row_id, error, rejected_at)
            select 'tnt_platform', @sync, @View, n.id, n.error, now()
              from unnest(@ids, @whys) n(id, error)
             where (select count(*) from connectors.rejected_rows where tenant_id = 'tnt_platform' and sync = @sync) - (select count(*) from gone) < @MostRefused
            on conflict (tenant_id, sync, view, row_id) do update set error = excluded.error, rejected_at = excluded.rejected_at
            """,
            new
            {
                sync,
                cursor.View,
                read = rows.Select(row => row.Id).ToArray(),
                ids = rejected.Select(row => row.Id).ToArray(),
                whys = rejected.Select(row => row.Error).ToArray(),
                MostRefused,
            },
            stop
        );

    /// <param name="isWhole">True when all changes were read.</param>
    internal Task Succeed(string sync, ReadHorizon horizon, bool isWhole, CancellationToken stop) =>
        Write(
            """
            insert into connectors.states as s (tenant_id, sync, read_at, settled_at, mark_at, mark_xid)
            values ('tnt_platform', @sync, case when @isWhole then now() end, @SettledAt, @MarkAt, @MarkXid)
            on conflict (tenant_id, sync) do update
               set read_at = coalesce(excluded.read_at, s.read_at), settled_at = excluded.settled_at, mark_at = excluded.mark_at, mark_xid = excluded.mark_xid,
                   failing_since = null, attempts = 0, code = null, error = null
            """,
            new
            {
                sync,
                isWhole,
                horizon.SettledAt,
                horizon.MarkAt,
                horizon.MarkXid,
            },
            null,
            null,
            stop
        );

    internal Task Fail(string sync, string code, string error, CancellationToken stop) =>
        Write(
            """
            insert into connectors.states as s (tenant_id, sync, failing_since, attempts, code, error)
            values ('tnt_platform', @sync, now(), 1, @code, @error)
            on conflict (tenant_id, sync) do update
               set failing_since = coalesce(s.failing_since, now()), attempts = s.attempts + 1, code = excluded.code, error = excluded.error
            """,
            new
            {
                sync,
                code,
                error,
            },
            null,
            null,
            stop
        );

    private async Task Write(string first, object args, string? second, object? more, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(ViewReader.Kind), [IdGenerator.Platform], stop);
        work.Defer(first, args);
        if (second is not null)
            work.Defer(second, more);
        await work.Commit();
    }
}

/// <summary>The state of a sync.</summary>
/// <param name="ReadAt">When the sync last read all changes; null if it never has.</param>
/// <param name="FailingSince">Time of the first failure since the last success; null while the sync works.</param>
/// <param name="Attempts">Number of failed attempts since then.</param>
internal sealed record SyncState(
    DateTimeOffset? ReadAt,
    DateTimeOffset? FailingSince,
    int Attempts,
    string? Code,
    string? Error,
    DateTimeOffset? SettledAt,
    DateTimeOffset? MarkAt,
    long? MarkXid
)
{
    public ReadHorizon Horizon => new(SettledAt, MarkAt, MarkXid);
}
