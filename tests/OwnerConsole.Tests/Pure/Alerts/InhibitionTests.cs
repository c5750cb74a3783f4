using System.Globalization;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Tests.Pure.Alerts;

/// <summary>Inhibitions and their index.</summary>
public sealed class InhibitionTests
{
    private static readonly string[] s_labels = ["role", "service", "zone"];

    /// <summary>Some pairs of these values are the same text when they are joined, such as "a" with "bb", and "ab" with "b".</summary>
    private static readonly string[] s_values = ["", "a", "ab", "b", "bb"];

    private static readonly LabelMatcher[] s_matchers =
    [
        Is("role", "a"),
        Is("service", ""),
        Matcher("role", MatchOperator.IsNot, "b"),
        Matcher("role", MatchOperator.Matches, "a|b"),
        Matcher("role", MatchOperator.Matches, "b+"),
        Matcher("zone", MatchOperator.MatchesNot, "a.*"),
    ];

    [Fact]
    public void An_inhibition_needs_the_same_values()
    {
        var inhibition = new Inhibition([Is("severity", "critical")], [Is("severity", "low")], ["service"]);
        var index = new InhibitionIndex(inhibition, [Labels(("severity", "critical"), ("service", "db"))]);

        index.Suppresses(Labels(("severity", "low"), ("service", "db"))).ShouldBeTrue();
        index.Suppresses(Labels(("severity", "low"), ("service", "web"))).ShouldBeFalse();
        index.Suppresses(Labels(("severity", "high"), ("service", "db"))).ShouldBeFalse();
        new InhibitionIndex(inhibition, []).Suppresses(Labels(("severity", "low"), ("service", "db"))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("a", "b", "a", "b", true)]
    [InlineData("a", "b", "b", "a", false)]
    [InlineData("a", "bb", "ab", "b", false)]
    [InlineData("a", "b", "a", "", false)]
    [InlineData("a", "", "a", "b", false)]
    [InlineData("a", "", "a", "", false)] // labels that both alerts lack are not equal
    [InlineData("", "", "", "", false)]
    [InlineData("a:b", "c", "a:b", "c", true)]
    [InlineData("a:b", "c", "a", "b:c", false)]
    public void All_labels_must_be_equal(string sourceService, string sourceZone, string service, string zone, bool expected) =>
        new InhibitionIndex(
            new([Is("role", "source")], [Is("role", "target")], ["service", "zone"]),
            [Labels(("role", "source"), ("service", sourceService), ("zone", sourceZone))]
        )
            .Suppresses(Labels(("role", "target"), ("service", service), ("zone", zone)))
            .ShouldBe(expected);

    [Fact]
    public void Without_labels_that_must_be_equal_every_source_suppresses_every_target() =>
        new InhibitionIndex(new([Is("role", "source")], [Is("role", "target")], []), [Labels(("role", "source"), ("service", "a"))])
            .Suppresses(Labels(("role", "target"), ("service", "b")))
            .ShouldBeTrue();

    [Fact]
    public void Alerts_that_match_both_sides_dont_suppress_each_other_or_themselves()
    {
        var inhibition = new Inhibition([Matcher("severity", MatchOperator.Matches, "high|critical")], [Is("severity", "high")], ["service"]);
        var (one, other) = (Labels(("severity", "high"), ("service", "db"), ("n", "1")), Labels(("severity", "high"), ("service", "db"), ("n", "2")));
        var critical = Labels(("severity", "critical"), ("service", "db"));

        new InhibitionIndex(inhibition, [one]).Suppresses(one).ShouldBeFalse();
        new InhibitionIndex(inhibition, [one, other]).Suppresses(one).ShouldBeFalse();
        new InhibitionIndex(inhibition, [one, other, critical]).Suppresses(one).ShouldBeTrue();
    }

    /// <summary>The comparison of each alert with all others is the reference.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_alerts_are_suppressed_as_if_each_was_compared_with_all_others(int seed)
    {
        var random = new Random(seed);
        var suppressed = 0;
        for (var round = 0; round < 1_000; round++)
        {
            var inhibition = new Inhibition(
                random.GetItems(s_matchers, random.Next(3)),
                random.GetItems(s_matchers, random.Next(3)),
                random.GetItems(s_labels, random.Next(3))
            );
            var alerts = Enumerable.Range(0, 8).Select(_ => Labels([.. s_labels.Zip(random.GetItems(s_values, s_labels.Length))])).ToList();
            // A silenced alert suppresses no other, but can be suppressed.
            var sources = alerts.Where(_ => random.Next(4) > 0).ToList();
            var index = new InhibitionIndex(inhibition, sources);

            foreach (var alert in alerts)
            {
                var expected = IsSuppressed(alert, sources, inhibition);
                index.Suppresses(alert).ShouldBe(expected, Describe(alert, sources, inhibition));
                suppressed += expected ? 1 : 0;
            }
        }

        suppressed.ShouldBeInRange(500, 7_500);
    }

    /// <summary>Definition of an inhibition.</summary>
    private static bool IsSuppressed(LabelSet alert, IEnumerable<LabelSet> firing, Inhibition inhibition) =>
        Accepts(inhibition.Target, alert)
        && firing.Any(other =>
            other.Fingerprint != alert.Fingerprint
            && Accepts(inhibition.Source, other)
            && !(Accepts(inhibition.Source, alert) && Accepts(inhibition.Target, other))
            && inhibition.Equal.All(label => other[label].Length > 0 && other[label] == alert[label])
        );

    private static bool Accepts(IReadOnlyList<LabelMatcher> matchers, LabelSet labels) => matchers.All(matcher => matcher.Accepts(labels));

    private static string Describe(LabelSet alert, IEnumerable<LabelSet> sources, Inhibition inhibition) =>
        $"""
            alert {Describe(alert)}
            sources {string.Join("; ", sources.Select(Describe))}
            source side {string.Join(", ", inhibition.Source.Select(Describe))}
            target side {string.Join(", ", inhibition.Target.Select(Describe))}
            equal {string.Join(", ", inhibition.Equal)}
            """;

    private static string Describe(LabelSet labels) => string.Join(' ', labels.Values.Select(label => $"{label.Key}={label.Value}"));

    private static string Describe(LabelMatcher matcher) => $"{matcher.Label} {matcher.Operator} \"{matcher.Value}\"";

    private static LabelSet Alert(string role, int number) => Labels(("role", role), ("service", number.ToString(CultureInfo.InvariantCulture)));

    private static LabelSet Labels(params (string Name, string Value)[] labels) => new(labels.Select(label => KeyValuePair.Create(label.Name, label.Value)));

    private static LabelMatcher Is(string label, string value) => Matcher(label, MatchOperator.Is, value);

    private static LabelMatcher Matcher(string label, MatchOperator comparison, string value) => LabelMatcher.Find(label, comparison, value)!; // valid
}
