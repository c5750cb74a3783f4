using System.Text.Json;

namespace OwnerConsole.Pure.Prometheus;

/// <summary>Reads metrics in the text format of Prometheus, version 0.0.4.</summary>
/// <remarks>Source: https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details. Exemplars, help texts and units are ignored.</remarks>
public static class ExpositionText
{
    /// <summary>Most lines that are read. Further ones are counted as broken.</summary>
    public const int MaxLines = 20_000;

    private const string Counter = "counter",
        Histogram = "histogram",
        Summary = "summary",
        Total = "_total",
        Sum = "_sum",
        Count = "_count",
        Bucket = "_bucket";

    /// <param name="text">Any text.</param>
    /// <returns>The values in the order of the text, then the means of histograms and summaries. Buckets and quantiles are left out.</returns>
    public static ExpositionReading Read(string text)
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        var (samples, means) = (new List<MetricSample>(), new Dictionary<string, MeanParts>(StringComparer.Ordinal));
        var (lines, parsed, broken, skipped) = (0, 0, 0, 0);
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line.Length == 0)
                continue;
            if (++lines > MaxLines)
            {
                broken++;
                continue;
            }
            if (line[0] == '#')
            {
                ReadType(line, types);
                continue;
            }
            if (SampleLine.Parse(line) is not { } sample)
            {
                broken++;
                continue;
            }
            parsed++;
            if (FindFamily(sample.Name, types) is { } family)
                AddPart(sample, family, means);
            else if (!double.IsFinite(sample.Value))
                skipped++;
            else
                samples.Add(new(sample.Name, KindOf(sample.Name, types), sample.Labels, sample.Value, sample.At));
        }
        samples.AddRange(means.Values.Select(parts => parts.Mean).OfType<MetricSample>());
        return new(samples, parsed, broken, skipped);
    }

    /// <summary>Reads a comment such as <c># TYPE http_requests_total counter</c>. Other comments are ignored.</summary>
    private static void ReadType(string line, Dictionary<string, string> types)
    {
        if (line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is ["#", "TYPE", var name, var type])
            types[name] = type;
    }

    /// <returns>Name of the histogram or summary that the row is a part of; null for other rows.</returns>
    private static string? FindFamily(string name, Dictionary<string, string> types)
    {
        foreach (var suffix in new[] { Sum, Count, Bucket, "" })
            if (name.EndsWith(suffix, StringComparison.Ordinal) && types.GetValueOrDefault(name[..^suffix.Length]) is Histogram or Summary)
                return name[..^suffix.Length];
        return null;
    }

    /// <summary>OpenMetrics declares the type of a counter without the suffix of its rows.</summary>
    private static MetricAggregate KindOf(string name, Dictionary<string, string> types) =>
        types.GetValueOrDefault(name) == Counter
        || (name.EndsWith(Total, StringComparison.Ordinal) && types.GetValueOrDefault(name[..^Total.Length]) == Counter)
            ? MetricAggregate.Counter
            : MetricAggregate.Gauge;

    private static void AddPart(SampleLine sample, string family, Dictionary<string, MeanParts> means)
    {
        var suffix = sample.Name[family.Length..];
        if (suffix is not (Sum or Count))
            return;
        var key = $"{family}\n{JsonSerializer.Serialize(sample.Labels)}";
        var parts = means.GetValueOrDefault(key) ?? new(family, sample.Labels, null, null, sample.At);
        means[key] = suffix is Sum ? parts with { Total = sample.Value } : parts with { Observations = sample.Value };
    }

    /// <summary>Sum and count of a histogram or a summary.</summary>
    private sealed record MeanParts(string Family, IReadOnlyDictionary<string, string> Labels, double? Total, double? Observations, DateTimeOffset? At)
    {
        /// <summary>Null while a part is missing, and if nothing was observed.</summary>
        public MetricSample? Mean =>
            Total is { } sum && Observations is { } count and > 0 && double.IsFinite(sum / count)
                ? new(Family, MetricAggregate.Mean, Labels, sum / count, At)
                : null;
    }
}
