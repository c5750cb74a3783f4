namespace OwnerConsole.Pure.Dunning;

/// <summary>A step with the time at which it is carried out.</summary>
/// <param name="Step">The step.</param>
/// <param name="At">Null while the tenant is on hold without an end.</param>
public sealed record PlannedStep(DunningStep Step, DateTimeOffset? At);
