namespace OwnerConsole.Pure.Alerts;

/// <summary>Suppresses notifications of alerts while a more important alert is firing.</summary>
/// <param name="Source">Conditions of the alert that suppresses others.</param>
/// <param name="Target">Conditions of the alerts that are suppressed.</param>
/// <param name="Equal">Labels that both alerts must have with the same value.</param>
/// <remarks>In Alertmanager, a label that both alerts lack is equal. Here it is not, because unrelated alerts would suppress each other.</remarks>
public sealed record Inhibition(IReadOnlyList<LabelMatcher> Source, IReadOnlyList<LabelMatcher> Target, IReadOnlyList<string> Equal)
{
    /// <param name="alert">Labels of a firing alert.</param>
    /// <param name="firing">Labels of all firing alerts. The alert itself can be one of them.</param>
    /// <returns>Whether another alert suppresses it. Alerts that match both sides don't suppress each other.</returns>
    public bool Suppresses(LabelSet alert, IEnumerable<LabelSet> firing)
    {
        if (!Accepts(Target, alert))
            return false;
        var isBoth = Accepts(Source, alert);
        return firing.Any(other =>
            other.Fingerprint != alert.Fingerprint
            && Accepts(Source, other)
            && !(isBoth && Accepts(Target, other))
            && Equal.All(label => other[label].Length > 0 && other[label] == alert[label])
        );
    }

    private static bool Accepts(IReadOnlyList<LabelMatcher> matchers, LabelSet labels) => matchers.All(matcher => matcher.Accepts(labels));
}
