namespace OwnerConsole.Pure.Alerts;

/// <summary>Suppresses notifications of alerts while a more important alert is firing. <see cref="InhibitionIndex"/> finds the suppressed alerts.</summary>
/// <param name="Source">Conditions of the alert that suppresses others.</param>
/// <param name="Target">Conditions of the alerts that are suppressed.</param>
/// <param name="Equal">Labels that both alerts must have with the same value.</param>
/// <remarks>In Alertmanager, a label that both alerts lack is equal. Here it is not, because unrelated alerts would suppress each other.</remarks>
public sealed record Inhibition(IReadOnlyList<LabelMatcher> Source, IReadOnlyList<LabelMatcher> Target, IReadOnlyList<string> Equal)
{
    /// <param name="labels">Labels of an alert.</param>
    /// <returns>Whether it can suppress others.</returns>
    internal bool IsSource(LabelSet labels) => Accepts(Source, labels);

    /// <param name="labels">Labels of an alert.</param>
    /// <returns>Whether it can be suppressed.</returns>
    internal bool IsTarget(LabelSet labels) => Accepts(Target, labels);

    private static bool Accepts(IReadOnlyList<LabelMatcher> matchers, LabelSet labels) => matchers.All(matcher => matcher.Accepts(labels));
}
