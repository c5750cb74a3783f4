namespace OwnerConsole.Pure.Alerts;

/// <summary>Firing alerts that suppress others, by the values of the labels that both must have, so that no alert is compared with all others.</summary>
public sealed class InhibitionIndex
{
    private readonly Inhibition _inhibition;

    /// <summary>Keys of alerts that match the source side.</summary>
    private readonly HashSet<string> _sources = new(StringComparer.Ordinal);

    /// <summary>Keys of alerts that match the source side and not the target side.</summary>
    private readonly HashSet<string> _onlySources = new(StringComparer.Ordinal);

    /// <param name="inhibition">Decides which alerts suppress which others.</param>
    /// <param name="firing">Labels of the firing alerts that can suppress others.</param>
    public InhibitionIndex(Inhibition inhibition, IEnumerable<LabelSet> firing)
    {
        _inhibition = inhibition;
        foreach (var source in firing.Where(inhibition.IsSource))
            if (FindKey(source) is { } key)
            {
                _sources.Add(key);
                if (!inhibition.IsTarget(source))
                    _onlySources.Add(key);
            }
    }

    /// <param name="alert">Labels of a firing alert, which can be one of those in the index.</param>
    /// <returns>Whether another alert suppresses it. Alerts that match both sides don't suppress each other.</returns>
    /// <remarks>
    /// No alert finds itself: one that matches only the target side is not in the index, and one that matches both sides is compared with those that match
    /// only the source side.
    /// </remarks>
    public bool Suppresses(LabelSet alert) =>
        _inhibition.IsTarget(alert) && FindKey(alert) is { } key && (_inhibition.IsSource(alert) ? _onlySources : _sources).Contains(key);

    /// <returns>Values of the labels that must be equal, with their lengths, so that no two lists have the same key; null if a label is missing.</returns>
    private string? FindKey(LabelSet labels)
    {
        var values = _inhibition.Equal.Select(label => labels[label]).ToList();
        return values.Contains("") ? null : string.Concat(values.Select(value => FormattableString.Invariant($"{value.Length}:{value}")));
    }
}
