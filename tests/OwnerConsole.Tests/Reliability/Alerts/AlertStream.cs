using System.Globalization;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>A part of a stream: an alert that fires, or a silence of an alert, in seconds since the start.</summary>
internal sealed record StreamPart(string Name, string Role, double From, double To);

/// <summary>Alerts that fire, resolve, silence and inhibit each other within seconds. They are notified together.</summary>
internal sealed record AlertStream(string Name, IReadOnlyList<StreamPart> Alerts, IReadOnlyList<StreamPart> Silences)
{
    /// <summary>Seconds in which everything happens and is notified.</summary>
    public const int Length = 34;

    private const double End = 24.5;

    /// <summary>Offsets within the interval of 3 seconds that are not close to a check, which is 2 seconds after its start.</summary>
    private static readonly double[] s_offsets = [0, 0.5, 1];

    /// <param name="seed">Decides everything.</param>
    public static AlertStream Generate(int seed)
    {
        var random = new Random(seed);
        var name = string.Create(CultureInfo.InvariantCulture, $"stream-{seed}");
        // The first alert fires at the start, so that the checks of all streams have the same offsets, and lasts, so that the checks go on.
        var alerts = new List<StreamPart> { new("a", random.Next(3) == 0 ? "source" : "", 0, Moment(random, 12, 18)) };
        var silences = new List<StreamPart>();
        foreach (var other in new[] { "b", "c" }.Take(random.Next(3)))
        {
            var from = Moment(random, 0, 9);
            var to = Moment(random, (int)from + 6, 21);
            // Alertmanager reports a target as resolved that ends together with its source, although nobody knew of it.
            alerts.Add(new(other, random.Next(2) == 0 ? "target" : "", from, Interval(to) == Interval(alerts[0].To) ? to + 3 : to));
        }
        // A silence that begins before the first check of its alert, and either ends in time for a notification or outlasts the alert.
        if (random.Next(3) == 0 && alerts[^1] is { } silenced && silenced.Role.Length == 0)
            silences.Add(
                new(
                    silenced.Name,
                    "",
                    silenced.From,
                    silenced.To - silenced.From > 9 && random.Next(2) == 0 ? Moment(random, (int)silenced.From + 3, (int)silenced.To - 5) : Length
                )
            );
        return new(name, alerts, silences);
    }

    public LabelSet Labels(StreamPart alert) => new([new("stream", Name), new("name", alert.Name), new("role", alert.Role)]);

    public static string Describe(IEnumerable<string> firing, IEnumerable<string> resolved) =>
        $"firing {string.Join(' ', firing.Order(StringComparer.Ordinal))}; resolved {string.Join(' ', resolved.Order(StringComparer.Ordinal))}";

    public override string ToString() => $"{Name}: {string.Join(", ", Alerts)}; silences {string.Join(", ", Silences)}";

    private static int Interval(double second) => (int)(second + 1) / 3;

    private static double Moment(Random random, int from, int to) =>
        Math.Min(End, (Math.Max(from, random.Next(from, Math.Max(from + 1, to))) / 3 * 3) + s_offsets[random.Next(s_offsets.Length)]);
}
