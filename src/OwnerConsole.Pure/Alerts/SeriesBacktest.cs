namespace OwnerConsole.Pure.Alerts;

/// <summary>A number of a window.</summary>
/// <param name="From">Start of the window.</param>
/// <param name="To">End of the window, exclusive.</param>
/// <param name="Value">The number.</param>
public readonly record struct SeriesValue(DateTimeOffset From, DateTimeOffset To, decimal Value);

/// <summary>Finds when a rule that compares numbers with earlier ones would have been met.</summary>
public static class SeriesBacktest
{
    /// <param name="values">Numbers of windows in any order. Windows without a number are missing.</param>
    /// <param name="start">Windows that end earlier are only compared with.</param>
    /// <param name="findEarlier">Starts of the windows that a window is compared with, by its start.</param>
    /// <param name="isMet">Whether a number differs too much from the earlier ones, of which some or all can be missing.</param>
    /// <returns>The periods in which the condition was met: a number is known from the end of its window until the end of the next one.</returns>
    public static IReadOnlyList<MetPeriod> FindMet(
        IReadOnlyCollection<SeriesValue> values,
        DateTimeOffset start,
        Func<DateTimeOffset, IEnumerable<DateTimeOffset>> findEarlier,
        Func<decimal, IReadOnlyList<decimal>, bool> isMet
    )
    {
        var byStart = new Dictionary<DateTimeOffset, decimal>();
        foreach (var value in values)
            byStart[value.From] = value.Value; // equal instants are equal keys, whatever their offset
        return
        [
            .. values
                .Where(value => value.To >= start)
                .Where(value => isMet(value.Value, [.. findEarlier(value.From).Where(byStart.ContainsKey).Select(at => byStart[at])]))
                .Select(value => new MetPeriod(value.To, value.To + (value.To - value.From))),
        ];
    }
}
