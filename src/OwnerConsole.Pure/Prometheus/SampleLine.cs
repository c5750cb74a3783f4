using System.Globalization;
using System.Text;

namespace OwnerConsole.Pure.Prometheus;

/// <summary>One line with a value in the text format of Prometheus, such as <c>http_requests_total{method="post"} 1027 1395066363000</c>.</summary>
/// <param name="Name">Name of the metric, including suffixes such as _total.</param>
/// <param name="Labels">Labels by name, sorted.</param>
/// <param name="Value">Can be NaN or infinite.</param>
/// <param name="At">Null if the line has no time.</param>
/// <remarks>Source: https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details.</remarks>
internal sealed record SampleLine(string Name, SortedDictionary<string, string> Labels, double Value, DateTimeOffset? At)
{
    private const int MaxName = 200,
        MaxLabels = 20,
        MaxLabelName = 100,
        MaxLabelValue = 1_000;

    /// <param name="line">Without its end and surrounding spaces.</param>
    /// <returns>Null if the line is broken, or longer than the limits.</returns>
    public static SampleLine? Parse(ReadOnlySpan<char> line)
    {
        var name = TakeName(ref line, isMetric: true);
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (name.Length is 0 or > MaxName || (line.StartsWith('{') && !TakeLabels(ref line, labels)))
            return null;
        var exemplar = line.IndexOf('#');
        var words = (exemplar < 0 ? line : line[..exemplar]).ToString().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (1 or 2) || Number(words[0]) is not { } value)
            return null;
        if (words.Length == 1)
            return new(name, labels, value, null);
        return Time(words[1]) is { } at ? new(name, labels, value, at) : null;
    }

    /// <returns>Empty if there is no valid name.</returns>
    private static string TakeName(ref ReadOnlySpan<char> line, bool isMetric)
    {
        var length = 0;
        while (length < line.Length && (char.IsAsciiLetterOrDigit(line[length]) || line[length] is '_' || (isMetric && line[length] is ':')))
            length++;
        var name = line[..length].ToString();
        line = line[length..].TrimStart();
        return name.Length > 0 && char.IsAsciiDigit(name[0]) ? "" : name;
    }

    /// <returns>False if the labels are broken.</returns>
    private static bool TakeLabels(ref ReadOnlySpan<char> line, SortedDictionary<string, string> labels)
    {
        line = line[1..].TrimStart();
        while (!line.StartsWith('}'))
        {
            var name = TakeName(ref line, isMetric: false);
            if (name.Length is 0 or > MaxLabelName || !line.StartsWith('='))
                return false;
            line = line[1..].TrimStart();
            if (TakeQuoted(ref line) is not { } value || value.Length > MaxLabelValue || labels.Count == MaxLabels || !labels.TryAdd(name, value))
                return false;
            if (line.StartsWith(','))
                line = line[1..].TrimStart();
            else if (!line.StartsWith('}'))
                return false;
        }
        line = line[1..];
        return true;
    }

    /// <returns>The text without its quotes and escapes; null if it doesn't end.</returns>
    private static string? TakeQuoted(ref ReadOnlySpan<char> line)
    {
        if (!line.StartsWith('"'))
            return null;
        var text = new StringBuilder();
        var at = 1;
        while (at < line.Length && line[at] != '"')
        {
            if (line[at] == '\\' && at + 1 < line.Length)
            {
                at++;
                text.Append(
                    line[at] switch
                    {
                        'n' => "\n",
                        '"' => "\"",
                        '\\' => "\\",
                        var other => $"\\{other}",
                    }
                );
            }
            else
                text.Append(line[at]);
            at++;
        }
        if (at >= line.Length)
            return null;
        line = line[(at + 1)..].TrimStart();
        return text.ToString();
    }

    private static double? Number(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : string.Equals(word, "-Inf", StringComparison.OrdinalIgnoreCase) ? double.NegativeInfinity
        : string.Equals(word.TrimStart('+'), "Inf", StringComparison.OrdinalIgnoreCase) ? double.PositiveInfinity
        : null;

    /// <param name="word">Milliseconds since 1970.</param>
    private static DateTimeOffset? Time(string word) =>
        long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ms)
        && ms >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
        && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;
}
