using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>Asks for numbers whose labels the owner has chosen: where the word for a member names one role, numbers of members count that role, and those of whom no role was reported.</summary>
public static class LabelledMembers
{
    private const string Family = "members.";

    /// <summary>How a number of members is cut on the page that explains it, so that the role can be read there; null where the label means everyone.</summary>
    public static string? Cut(string metric) => IsOne(metric) && PlatformWords.Now.MemberRole is not null ? "role" : null;

    /// <param name="ask">answers one question as the executor does</param>
    /// <returns>one answer with the metrics in the order of the question</returns>
    public static async Task<MetricAnswer> Ask(MetricQuery query, Func<MetricQuery, Task<MetricAnswer>> ask)
    {
        if (PlatformWords.Now.MemberRole is not { } role || !query.Metrics.Any(IsOne))
            return await ask(query);
        var ofRole = await ask(
            query with
            {
                Metrics = [.. query.Metrics.Where(IsOne)],
                Filters = [.. query.Filters ?? [], new MetricFilter("role", [role, null])],
            }
        );
        if (ofRole.Metrics.Count == query.Metrics.Count)
            return ofRole;
        var others = await ask(query with { Metrics = [.. query.Metrics.Where(metric => !IsOne(metric))] });
        var found = ofRole.Metrics.Concat(others.Metrics).ToDictionary(metric => metric.Id, StringComparer.Ordinal);
        return others with { Metrics = [.. query.Metrics.Select(metric => found[metric])] };
    }

    private static bool IsOne(string metric) => metric.StartsWith(Family, StringComparison.Ordinal);
}
