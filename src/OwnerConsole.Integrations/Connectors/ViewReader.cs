using System.Diagnostics;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>Syncs new rows of the three views, page by page.</summary>
/// <remarks>
/// No row is lost, because a pass starts early enough to include rows that were committed late, see <see cref="ReadHorizon"/>. No row is counted twice: tenants and users are updated, and an event is
/// identified by its source and id. The cursor is therefore saved after the rows, and a crash in between only reads the same page again.
/// </remarks>
public sealed class ViewReader(Database database, SecretBox box, ViewIntake intake, SyncProgress progress) : IWorkHandler
{
    internal const string Kind = "connector.read",
        Lane = $"every:{Kind}";

    /// <summary>Interval between two syncs in seconds.</summary>
    public const int IntervalSeconds = 10;

    /// <summary>Shorter than a lane's lease, even with the longest statement at the end.</summary>
    private static readonly TimeSpan s_maxTurn = TimeSpan.FromSeconds(20);

    private static readonly RetryPolicy s_retries = new(
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5)
    );

    public string Name => Kind;

    public string Title => "Sync SQL views";

    public TimeSpan? Interval => TimeSpan.FromSeconds(IntervalSeconds);

    /// <summary>A restored copy of the console must not connect to other servers.</summary>
    public bool SendsExternally => true;

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var (facts, state, cursors, importsUntil) = await Load(stop);
        if (facts is not { Settings: { } settings, Sync: { } sync, IsPaused: false })
            return WorkOutcome.Completed;
        try
        {
            await using var source = await ViewSource.Open(settings, box, stop);
            var snapshot = await source.Snapshot(stop);
            var horizon = state.Horizon.Advance(snapshot);
            var began = Stopwatch.GetTimestamp();
            var isWhole = true;
            foreach (var (view, cursor) in SqlView.All.Zip(cursors))
                isWhole = isWhole && await Read(source, sync, view, cursor.Start(horizon.Boundary, First(view, snapshot, importsUntil)), began, stop);
            await progress.Succeed(sync, horizon, isWhole, stop);
            return isWhole ? WorkOutcome.Completed : WorkOutcome.Reschedule(TimeSpan.Zero);
        }
        catch (SourceException trouble)
        {
            return await Fail(sync, state.Attempts + 1, trouble.Code, trouble.Message, stop);
        }
        catch (Problem problem)
        {
            return await Fail(sync, state.Attempts + 1, problem.Code, problem.Message, stop);
        }
    }

    /// <summary>Where the first pass of a view starts. After the end of an import, older events are skipped because they would be rejected.</summary>
    private static DateTimeOffset? First(SqlView view, TransactionSnapshot snapshot, DateTimeOffset? importsUntil) =>
        view == SqlView.Events && importsUntil is not null ? snapshot.At - EventRules.RetryWindow + ReadHorizon.MaxAge : null;

    /// <returns>False when the time is up and there are more rows.</returns>
    private async Task<bool> Read(ViewSource source, string sync, SqlView view, ViewCursor cursor, long began, CancellationToken stop)
    {
        var shape = await source.Shape(view, stop);
        if (shape.Error is { } trouble)
            throw trouble;
        while (Stopwatch.GetElapsedTime(began) < s_maxTurn)
        {
            var rows = await source.Rows(shape, cursor.At, cursor.LastId, view.PageSize, stop);
            var rejected = rows.Count == 0 ? [] : await intake.Ingest(view, rows, stop);
            var isEnd = rows.Count < view.PageSize;
            cursor = cursor.Advance(rows, isEnd);
            await progress.Step(sync, cursor, rows, rejected, stop);
            if (isEnd)
                return true;
        }
        return false;
    }

    private async Task<(ConnectorFacts Facts, SyncState State, IReadOnlyList<ViewCursor> Cursors, DateTimeOffset? ImportsUntil)> Load(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var facts = await ConnectorFacts.Find(work);
        var sync = facts.Sync ?? "";
        return (facts, await SyncProgress.State(sync, work), await SyncProgress.Cursors(sync, work), (await ReportingSettings.Of(work)).ImportsUntil);
    }

    private async Task<WorkOutcome> Fail(string sync, int attempts, string code, string error, CancellationToken stop)
    {
        await progress.Fail(sync, code, error, stop);
        var chance = System.Security.Cryptography.RandomNumberGenerator.GetInt32(1001) / 1000.0;
        return WorkOutcome.Reschedule(s_retries.GetDelay(Math.Min(attempts, s_retries.Delays.Count), new(error), chance)!.Value); // never null: the attempt is never the last
    }
}
