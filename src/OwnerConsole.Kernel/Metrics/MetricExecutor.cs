using Npgsql;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Metrics.Points;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>Answers every question about numbers: tiles, charts, exports, alerts and programs ask here and nowhere else, so they can't disagree.</summary>
public sealed class MetricExecutor(MetricCatalogue catalogue, Today today, Database database)
{
    /// <summary>A metric whose statement fails is answered as failed, with its cause; the others stand.</summary>
    /// <exception cref="Problem">400 in the asker's words; 404 for another's tenant</exception>
    public async Task<MetricAnswer> Ask(MetricQuery query, Caller caller, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var question = await Question.Read(query, catalogue, caller, work);
        var paths = question.Metrics.Select(metric => MetricRules.Check(metric, question)).ToList();
        var freshness = new FreshnessReader(question.Now, work);
        var results = new List<MetricResult>();
        IReadOnlyList<string?[]>? keys = null;
        foreach (var path in paths)
        {
            var answering = new Answering(path, question, today, work, stop);
            var numbers = await Tried(() => answering.Groups(keys));
            keys ??= numbers.Groups?.Keys;
            results.Add(Result(path, question, Earlier(await freshness.Of(path.Metric.Basis), answering.ComputedAt), numbers.Groups, numbers.Cause));
        }
        return new(
            question.Population,
            Told(question.Range, question),
            question.Compared is { } compared ? Told(compared, question) : null,
            query.Grain,
            question.Dimensions,
            query.AsOf,
            question.Now,
            results
        );
    }

    private static async Task<(Answering.Found? Groups, string? Cause)> Tried(Func<Task<Answering.Found>> ask)
    {
        try
        {
            return (await ask(), null);
        }
        catch (NpgsqlException late) when (late.InnerException is TimeoutException || late is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled })
        {
            return (null, "It took too long. Ask for a shorter range or fewer values.");
        }
        catch (PostgresException refused)
        {
            return (null, $"The database refused the statement ({refused.SqlState}).");
        }
    }

    private static MetricResult Result(MetricPath path, Question question, Freshness freshness, Answering.Found? found, string? cause)
    {
        var metric = path.Metric;
        return new(
            metric.Id,
            metric.Title,
            metric.Unit.Name,
            metric.Unit == Unit.Money ? question.Currency : null,
            metric.Good,
            metric.Kind,
            metric.Says,
            metric.Version,
            MetricSql.Fingerprint(metric),
            cause is null ? freshness : new(FreshnessState.Failed, freshness.CompleteAt, cause),
            question.Dimensions.All(name => ClockDimension.IsOne(name) || path.Find(name)!.IsComplete), // MetricRules have found it
            found?.IsCut ?? false,
            found?.Groups ?? []
        );
    }

    private static Freshness Earlier(Freshness freshness, DateTimeOffset? computedAt) =>
        computedAt < freshness.CompleteAt ? freshness with { CompleteAt = computedAt } : freshness;

    private static AnsweredRange Told(Period period, Question question) =>
        new(period.StartsAt, period.EndsAt, question.Zone.Id, $"{period.Words} ({question.Zone.Id})", period.EndsAt > question.Now);
}
