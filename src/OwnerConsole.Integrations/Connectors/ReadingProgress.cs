using OwnerConsole.Data;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>Stores the progress of the sync: cursors, state and rejected rows.</summary>
public sealed class ReadingProgress(Database database)
{
    /// <summary>Maximum number of rejected rows that are stored.</summary>
    public const int MostRefused = 100;

    internal static async Task<ReadingState> State(string reading, UnitOfWork work) =>
        await work.One<ReadingState>(
            """
            select read_at, failing_since, attempts, code, error, settled_at, mark_at, mark_xid
              from connectors.states where tenant_id = 'tnt_platform' and reading = @reading
            """,
            new { reading }
        ) ?? new(null, null, 0, null, null, null, null, null);

    internal static async Task<IReadOnlyList<ViewCursor>> Cursors(string reading, UnitOfWork work)
    {
        var rows = await work.List<ViewCursor>(
            "select view, at, last_id, boundary_at, is_in_progress, newest_at from connectors.cursors where tenant_id = 'tnt_platform' and reading = @reading",
            new { reading }
        );
        return [.. SqlView.All.Select(view => rows.FirstOrDefault(row => row.View == view.Name) ?? ViewCursor.Of(view))];
    }

    internal static Task<IReadOnlyList<RefusedRow>> Refused(string reading, UnitOfWork work) =>
        work.List<RefusedRow>(
            """
            select view, row_id as id, error, refused_at from connectors.refused
             where tenant_id = 'tnt_platform' and reading = @reading
             order by refused_at desc, view, row_id
            """,
            new { reading }
        );

    /// <summary>Saves the progress of a view. Called after the rows are committed, so that a crash in between only reads the same rows again.</summary>
    internal Task Step(string reading, ViewCursor cursor, IReadOnlyList<ViewRow> rows, IReadOnlyList<RefusedRow> refused, CancellationToken stop) =>
        Write(
            """
            insert into connectors.cursors as c (tenant_id, reading, view, at, last_id, boundary_at, is_in_progress, newest_at)
            values ('tnt_platform', @reading, @View, @At, @LastId, @BoundaryAt, @IsInProgress, @NewestAt)
            on conflict (tenant_id, reading, view) do update
               set at = excluded.at, last_id = excluded.last_id, boundary_at = excluded.boundary_at, is_in_progress = excluded.is_in_progress, newest_at = excluded.newest_at
            """,
            new
            {
                reading,
                cursor.View,
                cursor.At,
                cursor.LastId,
                cursor.BoundaryAt,
                cursor.IsInProgress,
                cursor.NewestAt,
            },
            """
            with gone as (delete from connectors.refused
                           where tenant_id = 'tnt_platform' and reading = @reading and view = @View and row_id = any(@read) and row_id <> all(@ids) returning 1)
            insert into connectors.refused as r (tenant_id, reading, view, row_id, error, refused_at)
            select 'tnt_platform', @reading, @View, n.id, n.error, now()
              from unnest(@ids, @whys) n(id, error)
             where (select count(*) from connectors.refused where tenant_id = 'tnt_platform' and reading = @reading) - (select count(*) from gone) < @MostRefused
            on conflict (tenant_id, reading, view, row_id) do update set error = excluded.error, refused_at = excluded.refused_at
            """,
            new
            {
                reading,
                cursor.View,
                read = rows.Select(row => row.Id).ToArray(),
                ids = refused.Select(row => row.Id).ToArray(),
                whys = refused.Select(row => row.Error).ToArray(),
                MostRefused,
            },
            stop
        );

    /// <param name="isWhole">True when all changes were read.</param>
    internal Task Succeed(string reading, ReadHorizon horizon, bool isWhole, CancellationToken stop) =>
        Write(
            """
            insert into connectors.states as s (tenant_id, reading, read_at, settled_at, mark_at, mark_xid)
            values ('tnt_platform', @reading, case when @isWhole then now() end, @SettledAt, @MarkAt, @MarkXid)
            on conflict (tenant_id, reading) do update
               set read_at = coalesce(excluded.read_at, s.read_at), settled_at = excluded.settled_at, mark_at = excluded.mark_at, mark_xid = excluded.mark_xid,
                   failing_since = null, attempts = 0, code = null, error = null
            """,
            new
            {
                reading,
                isWhole,
                horizon.SettledAt,
                horizon.MarkAt,
                horizon.MarkXid,
            },
            null,
            null,
            stop
        );

    internal Task Fail(string reading, string code, string error, CancellationToken stop) =>
        Write(
            """
            insert into connectors.states as s (tenant_id, reading, failing_since, attempts, code, error)
            values ('tnt_platform', @reading, now(), 1, @code, @error)
            on conflict (tenant_id, reading) do update
               set failing_since = coalesce(s.failing_since, now()), attempts = s.attempts + 1, code = excluded.code, error = excluded.error
            """,
            new
            {
                reading,
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
internal sealed record ReadingState(
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
