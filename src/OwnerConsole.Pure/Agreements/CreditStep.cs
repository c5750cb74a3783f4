namespace OwnerConsole.Pure.Agreements;

/// <summary>A step of the credits of an SLA.</summary>
/// <param name="Below">The step applies if the actual share is below this percentage.</param>
/// <param name="Percent">Percent of the monthly price that is credited.</param>
public sealed record CreditStep(decimal Below, decimal Percent);
