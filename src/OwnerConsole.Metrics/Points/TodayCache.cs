using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Points;

/// <summary>
/// Today's numbers of a large platform, computed once for all viewers and refreshed by <see cref="TodayRefresher"/> while they are in use. Small
/// platforms compute them on request.
/// </summary>
public sealed class TodayCache(Database database)
{
    /// <summary>Number of tenants from which a platform counts as large.</summary>
    public int LargeFrom { get; set; } = 5_000;

    internal sealed record CachedCells(IReadOnlyList<ComputedCell> Cells, DateTimeOffset ComputedAt);

    private sealed record Row(System.Text.Json.JsonElement Cells, DateTimeOffset ComputedAt, bool IsAsked);

    /// <summary>Uses the database's estimate, because counting would be as expensive as the work it avoids.</summary>
    internal async Task<bool> IsLarge(UnitOfWork work) =>
        LargeFrom == 0 || await work.One<bool>("select reltuples >= @LargeFrom from pg_class where oid = 'core.tenants'::regclass", new { LargeFrom });

    internal async Task<CachedCells> Read(MetricPath path, ParsedMetricQuery question, Bucket day, UnitOfWork work, CancellationToken stop)
    {
        var row = await work.One<Row>(
            """
            select cells, computed_at, requested_at > now() - interval '10 minutes' as is_asked
              from core.metric_today
             where tenant_id = 'tnt_platform' and mode = @mode and metric = @metric and dimension = @dimension
               and fingerprint = @fingerprint and zone = @zone and day = @day and computed_at > now() - interval '10 minutes'
            """,
            Key(path, question, day)
        );
        if (row is null)
            return await Compute(path, question, day, work, stop);
        if (!row.IsAsked)
            await Execute(
                "update core.metric_today set requested_at = now() where mode = @mode and metric = @metric and dimension = @dimension",
                Key(path, question, day),
                stop
            );
        return new(Json.Read<List<ComputedCell>>(row.Cells), row.ComputedAt);
    }

    /// <summary>Computes the numbers now and stores them for all viewers.</summary>
    internal async Task<CachedCells> Compute(MetricPath path, ParsedMetricQuery question, Bucket day, UnitOfWork work, CancellationToken stop)
    {
        var cells = await CellReader.ReadCells(path, question, [day], question.Dimensions, null, null, work);
        await Execute(
            """
            insert into core.metric_today as m (mode, metric, dimension, fingerprint, zone, day, cells, computed_at, requested_at)
            values (@mode, @metric, @dimension, @fingerprint, @zone, @day, @cells, @at, now())
            on conflict (tenant_id, mode, metric, dimension) do update
               set fingerprint = excluded.fingerprint, zone = excluded.zone, day = excluded.day, cells = excluded.cells, computed_at = excluded.computed_at
             where m.computed_at < excluded.computed_at
            """,
            Key(path, question, day, cells),
            stop
        );
        return new(cells, question.Now);
    }

    private async Task Execute(string sql, object args, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("metrics.today"), [IdGenerator.Platform], stop);
        await work.Execute(sql, args);
        await work.CommitWithoutFlush();
    }

    private static object Key(MetricPath path, ParsedMetricQuery question, Bucket day, IReadOnlyList<ComputedCell>? cells = null) =>
        new
        {
            mode = question.Mode,
            metric = path.Metric.Id,
            dimension = question.Dimensions is [var name] ? name : "",
            fingerprint = MetricSql.Fingerprint(path.Metric),
            zone = question.Zone.Id,
            day = day.FirstDay,
            cells = Json.Element(cells ?? []),
            at = question.Now,
        };
}
