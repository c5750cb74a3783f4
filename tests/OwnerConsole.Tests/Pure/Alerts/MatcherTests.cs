using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Tests.Pure.Alerts;

/// <summary>Labels, matchers and silences.</summary>
public sealed class MatcherTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_fingerprint_depends_on_names_and_values_and_not_on_their_order_or_on_empty_values()
    {
        var print = Labels(("a", "1"), ("b", "2")).Fingerprint;

        Labels(("b", "2"), ("a", "1"), ("c", "")).Fingerprint.ShouldBe(print);
        Labels(("a", "2"), ("b", "1")).Fingerprint.ShouldNotBe(print);
        Labels(("a", "1b2")).Fingerprint.ShouldNotBe(print);
        Labels(("ab", "c")).Fingerprint.ShouldNotBe(Labels(("a", "bc")).Fingerprint);
        print.Length.ShouldBe(32);
    }

    [Theory]
    [InlineData(MatchOperator.Is, "db", true)]
    [InlineData(MatchOperator.Is, "DB", false)]
    [InlineData(MatchOperator.IsNot, "db", false)]
    [InlineData(MatchOperator.IsNot, "web", true)]
    [InlineData(MatchOperator.Matches, "d.", true)]
    [InlineData(MatchOperator.Matches, "d", false)] // the whole value must match
    [InlineData(MatchOperator.Matches, "web|db", true)]
    [InlineData(MatchOperator.Matches, "x|d", false)]
    [InlineData(MatchOperator.MatchesNot, "d", true)]
    [InlineData(MatchOperator.MatchesNot, "d.", false)]
    public void A_matcher_compares_the_whole_value(MatchOperator comparison, string value, bool expected) =>
        Matcher("service", comparison, value).Accepts(Labels(("service", "db"))).ShouldBe(expected);

    [Theory]
    [InlineData(MatchOperator.Is, "", true)]
    [InlineData(MatchOperator.Is, "db", false)]
    [InlineData(MatchOperator.IsNot, "db", true)]
    [InlineData(MatchOperator.Matches, ".*", true)]
    [InlineData(MatchOperator.Matches, ".+", false)]
    [InlineData(MatchOperator.MatchesNot, ".+", true)]
    public void A_missing_label_has_an_empty_value(MatchOperator comparison, string value, bool expected) =>
        Matcher("service", comparison, value).Accepts(Labels(("other", "db"))).ShouldBe(expected);

    [Theory]
    [InlineData("(")]
    [InlineData("a)|(b")]
    [InlineData(@"(a)\1")]
    [InlineData("(?=a)a")]
    public void A_pattern_that_is_invalid_or_needs_backtracking_is_no_matcher(string pattern) =>
        LabelMatcher.Find("service", MatchOperator.Matches, pattern).ShouldBeNull();

    [Fact]
    public void A_pattern_that_takes_exponential_time_elsewhere_is_decided_at_once()
    {
        var matcher = Matcher("service", MatchOperator.Matches, "(a+)+b");
        var started = TimeProvider.System.GetTimestamp();

        matcher.Accepts(Labels(("service", new string('a', 150)))).ShouldBeFalse();

        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_silence_needs_all_matchers_and_ends()
    {
        var silence = new Silence([Is("service", "db"), Is("severity", "low")], s_start, s_start.AddHours(1));
        var alert = Labels(("service", "db"), ("severity", "low"));

        silence.Mutes(alert, s_start).ShouldBeTrue();
        silence.Mutes(alert, s_start.AddTicks(-1)).ShouldBeFalse();
        silence.Mutes(alert, s_start.AddHours(1)).ShouldBeFalse();
        silence.Mutes(Labels(("service", "db"), ("severity", "high")), s_start).ShouldBeFalse();
    }

    [Fact]
    public void A_silence_that_every_alert_could_match_mutes_nothing()
    {
        foreach (var matchers in new LabelMatcher[][] { [], [Matcher("service", MatchOperator.Matches, ".*")], [Matcher("x", MatchOperator.IsNot, "y")] })
        {
            var silence = new Silence(matchers, s_start, s_start.AddHours(1));

            silence.IsUnlimited.ShouldBeTrue();
            silence.Mutes(Labels(("service", "db")), s_start).ShouldBeFalse();
        }
    }

    private static LabelSet Labels(params (string Name, string Value)[] labels) => new(labels.Select(label => KeyValuePair.Create(label.Name, label.Value)));

    private static LabelMatcher Is(string label, string value) => Matcher(label, MatchOperator.Is, value);

    private static LabelMatcher Matcher(string label, MatchOperator comparison, string value) => LabelMatcher.Find(label, comparison, value)!; // valid
}
