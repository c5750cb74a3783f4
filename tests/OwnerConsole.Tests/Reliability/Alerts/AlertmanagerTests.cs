using OwnerConsole.Fixtures;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>Alertmanager and the console send the same notifications for the same streams of alerts.</summary>
/// <remarks>The streams avoid the cases in which the console differs on purpose, see the decision about alerts.</remarks>
[Trait("When", "nightly")]
[NotPooled("Compares decisions with those of Alertmanager; AlertNotificationTests checks how they are stored.")]
public sealed class AlertmanagerTests(AlertmanagerProcess alertmanager) : IClassFixture<AlertmanagerProcess>
{
    private const int Streams = 200;

    /// <summary>Delays of the configuration of <see cref="AlertmanagerProcess"/>.</summary>
    private static readonly GroupTiming s_timing = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7));

    private static readonly Inhibition s_inhibition = new([Match("role", "source")], [Match("role", "target")], ["stream"]);

    [Fact]
    public async Task The_same_streams_of_alerts_lead_to_the_same_notifications()
    {
        var streams = Enumerable.Range(0, Streams).Select(AlertStream.Generate).ToList();

        var theirs = await alertmanager.Play(streams);

        var differences = streams
            .Select(stream => (stream, ours: string.Join('\n', Simulate(stream)), theirs: string.Join('\n', theirs[stream.Name])))
            .Where(pair => pair.ours != pair.theirs)
            .Select(pair => $"{pair.stream}\nConsole:\n{pair.ours}\nAlertmanager:\n{pair.theirs}")
            .ToList();
        string.Join("\n\n", differences).ShouldBeEmpty();
        theirs.Values.Sum(notifications => notifications.Count).ShouldBeGreaterThan(2 * Streams);
    }

    private static IEnumerable<string> Simulate(AlertStream stream)
    {
        var group = AlertGroup.Empty;
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var tick = 0; tick <= AlertStream.Length * 10; tick++)
        {
            var (second, at) = (tick / 10.0, start.AddSeconds(tick / 10.0));
            var firing = stream.Alerts.Where(alert => alert.From <= second && second < alert.To).ToList();
            var labels = firing.Select(alert => stream.Labels(alert)).ToList();
            var inhibition = new InhibitionIndex(s_inhibition, labels);
            if (firing.Count > 0)
                group = group.Add(at, s_timing);
            var muted = labels.ToLookup(alert =>
                inhibition.Suppresses(alert)
                || stream.Silences.Any(silence =>
                    new Silence(
                        [Match("stream", stream.Name), Match("name", silence.Name)],
                        start.AddSeconds(silence.From),
                        start.AddSeconds(silence.To)
                    ).Mutes(alert, at)
                )
            );
            var check = group.Check(at, [.. muted[false].Select(Name)], [.. muted[true].Select(Name)], isMuteTime: false, s_timing);
            if (check.Reason is not null)
                yield return AlertStream.Describe(muted[false].Select(Name), check.Resolved);
            group = check.Group;
        }
    }

    private static string Name(LabelSet labels) => labels["name"];

    private static LabelMatcher Match(string label, string value) => LabelMatcher.Find(label, MatchOperator.Is, value)!; // valid
}
