namespace OwnerConsole.Messaging.Automations;

/// <summary>What an automation would have done in the past 90 days. Nothing is run or sent.</summary>
/// <param name="Days">Number of days.</param>
/// <param name="Starts">Number of sequences.</param>
/// <param name="Tenants">Number of different tenants.</param>
/// <param name="Completed">Sequences that would have reached their end.</param>
/// <param name="GoalReached">Sequences that an event would have ended.</param>
/// <param name="Stopped">Sequences that would have ended early, because a condition wasn't met any more.</param>
/// <param name="Running">Sequences whose next step is still to come.</param>
/// <param name="BusiestDay">Highest number of runs of its operations on one day in UTC, to compare with its ceiling.</param>
/// <param name="IsPartial">Whether there were more events or dates than are simulated.</param>
/// <param name="Steps">Each step with the number of times that it would have been done.</param>
public sealed record AutomationSimulation(
    int Days,
    long Starts,
    long Tenants,
    long Completed,
    long GoalReached,
    long Stopped,
    long Running,
    long BusiestDay,
    bool IsPartial,
    IReadOnlyList<StepSimulation> Steps
);

/// <param name="Step">Number of the step, starting with 1.</param>
/// <param name="Kind">wait, email, in_app or operation.</param>
/// <param name="Operation">Name of the operation; null for other steps.</param>
/// <param name="Times">How often it would have been done.</param>
/// <param name="Tenants">For how many different tenants.</param>
public sealed record StepSimulation(int Step, StepKind Kind, string? Operation, long Times, long Tenants);
