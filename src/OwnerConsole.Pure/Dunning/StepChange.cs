namespace OwnerConsole.Pure.Dunning;

/// <summary>Applies changed steps to an open case: what is past stays, and only future steps change.</summary>
public static class StepChange
{
    /// <summary>
    /// Steps of the past that weren't part of the previous steps are not made up for, and access isn't restricted again in the same way.
    /// </summary>
    /// <param name="previous">The previous steps with their times.</param>
    /// <param name="results">Previous steps that were carried out or skipped.</param>
    /// <param name="changed">The changed steps with their times, by day.</param>
    /// <param name="now">Current time. A step without a time is in the future.</param>
    /// <returns>Steps by day: the previous ones until now, then the changed ones.</returns>
    public static IReadOnlyList<DunningStep> Merge(
        IEnumerable<PlannedStep> previous,
        IReadOnlySet<DunningStep> results,
        IEnumerable<PlannedStep> changed,
        DateTimeOffset now
    )
    {
        var kept = previous.Where(step => step.At <= now || results.Contains(step.Step)).Select(step => step.Step).ToList();
        var limits = kept.Select(step => step.Action).Where(action => action is not DunningAction.Email).ToHashSet();
        return
        [
            .. kept.Concat(
                    changed.Where(step => !(step.At <= now) && !limits.Contains(step.Step.Action) && !kept.Contains(step.Step)).Select(step => step.Step)
                )
                .OrderBy(step => step.Day)
                .ThenBy(step => step.Action),
        ];
    }
}
