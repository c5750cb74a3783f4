using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Points;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Answers all metric queries of tiles, charts, exports, alerts and API clients, so that their numbers always agree.</summary>
public sealed class MetricExecutor(MetricCatalogue catalogue, TodayCache today, Database database)
{
    /// <summary>A metric whose statement fails is reported as failed with its cause; the others are still answered.</summary>
    /// <exception cref="Problem">400: invalid query; 404: another caller's tenant.</exception>
    public async Task<MetricAnswer> Execute(MetricQuery query, Caller caller, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Execute(query, caller, work, stop);
    }

    /// <inheritdoc cref="Execute(MetricQuery, Caller, CancellationToken)"/>
    /// <param name="work">Transaction of a caller that reads other data too: one request uses one connection, because concurrent requests could
    /// otherwise block each other.</param>
    public async Task<MetricAnswer> Execute(MetricQuery query, Caller caller, UnitOfWork work, CancellationToken stop)
    {
        var question = await ParsedMetricQuery.Read(query, catalogue, caller, work);
        var paths = question.Metrics.Select(metric => MetricRules.Check(metric, question)).ToList();
        var freshness = new FreshnessReader(question.Now, work);
        var stored = new StoredPoints(question.Metrics, question, today, work, stop);
        var answerings = paths.Select(path => new MetricAnswerBuilder(path, question, stored, work)).ToList();
        var shown = await Values(answerings, question);
        var results = new List<MetricResult>();
        foreach (var (path, answering) in paths.Zip(answerings))
        {
            var numbers = await TryGet(() => answering.Groups(shown.Keys));
            results.Add(
                Result(path, question, Earlier(await freshness.Of(path.Metric.Basis), answering.ComputedAt), numbers.Found ?? [], shown.IsCut, numbers.Cause)
            );
        }
        return new(
            question.Mode,
            ToResultRange(question.Range, question),
            question.Compared is { } compared ? ToResultRange(compared, question) : null,
            query.Grain,
            question.Dimensions,
            query.AsOf,
            question.Now,
            results
        );
    }

    /// <summary>
    /// All metrics of a query show the same dimension values: the top values of the first metric, then values that only others have, so that the
    /// groups of each metric add up to its total.
    /// </summary>
    private static async Task<MetricAnswerBuilder.Ranking> Values(IReadOnlyList<MetricAnswerBuilder> answerings, ParsedMetricQuery question)
    {
        var keys = new OrderedDictionary<string, string?[]>(StringComparer.Ordinal);
        var isCut = false;
        foreach (var answering in answerings)
        {
            if ((await TryGet(answering.RankKeys)).Found is not { } ranking)
                continue; // It fails again when its numbers are computed, and is reported then.
            foreach (var key in ranking.Keys)
                keys.TryAdd(BucketReader.KeyText(key), key);
            isCut |= ranking.IsCut;
            if (keys.Count >= question.Limit)
                break;
        }
        return new([.. keys.Values.Take(question.Limit)], isCut || keys.Count > question.Limit);
    }

    private static async Task<(T? Found, string? Cause)> TryGet<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return (await ask(), null);
        }
        catch (NpgsqlException late) when (TransientErrors.IsTimeout(late))
        {
            return (null, "The query took too long. Use a shorter range or fewer values.");
        }
        catch (PostgresException refused)
        {
            return (null, $"The database rejected the query ({refused.SqlState}).");
        }
    }

    private static MetricResult Result(
        MetricPath path,
        ParsedMetricQuery question,
        Freshness freshness,
        IReadOnlyList<MetricGroup> groups,
        bool isCut,
        string? cause
    )
    {
        var metric = path.Metric;
        return new(
            metric.Id,
            metric.Title,
            metric.Unit.Name,
            metric.Unit == MetricUnit.Money ? question.Currency : null,
            metric.Good,
            metric.Kind,
            metric.Description,
            metric.Version,
            MetricSql.Fingerprint(metric),
            cause is null ? freshness : new(FreshnessState.Failed, freshness.CompleteAt, cause),
            question.Dimensions.All(name => ClockDimension.IsOne(name) || path.Find(name)!.IsComplete), // MetricRules has verified that it exists.
            cause is null && isCut,
            groups
        );
    }

    private static Freshness Earlier(Freshness freshness, DateTimeOffset? computedAt) =>
        computedAt < freshness.CompleteAt ? freshness with { CompleteAt = computedAt } : freshness;

    private static ResultRange ToResultRange(Period period, ParsedMetricQuery question) =>
        new(period.StartsAt, period.EndsAt, question.Zone.Id, $"{period.Description} ({question.Zone.Id})", period.EndsAt > question.Now);
}
