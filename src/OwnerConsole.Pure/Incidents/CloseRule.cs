namespace OwnerConsole.Pure.Incidents;

/// <summary>What a severe incident needs before it is closed.</summary>
public static class CloseRule
{
    /// <returns>Whether each action item needs an owner and a due date before the incident is closed.</returns>
    public static bool NeedsPlannedItems(IncidentSeverity severity) => severity <= IncidentSeverity.Sev2;

    /// <returns>Whether the root cause must be written before the incident is closed.</returns>
    public static bool NeedsRootCause(IncidentSeverity severity) => severity <= IncidentSeverity.Sev2;

    /// <param name="severity">Severity of the incident.</param>
    /// <param name="items">Its action items.</param>
    /// <returns>Number of open items that prevent closing, because they lack an owner or a due date. Completed ones never do.</returns>
    public static int CountUnplanned(IncidentSeverity severity, IEnumerable<PlannedItem> items) =>
        NeedsPlannedItems(severity) ? items.Count(item => !item.IsComplete && !(item.HasOwner && item.HasDueDate)) : 0;
}

/// <summary>An action item as far as closing depends on it.</summary>
/// <param name="IsComplete">Whether it is done.</param>
/// <param name="HasOwner">Whether a team member is responsible.</param>
/// <param name="HasDueDate">Whether it has a due date.</param>
public readonly record struct PlannedItem(bool IsComplete, bool HasOwner, bool HasDueDate);
