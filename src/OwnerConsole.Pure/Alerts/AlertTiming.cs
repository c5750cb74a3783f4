namespace OwnerConsole.Pure.Alerts;

/// <summary>Delays of a rule.</summary>
/// <param name="For">How long the condition must be met until the alert fires; zero to fire at once.</param>
/// <param name="KeepFiringFor">How long the alert keeps firing after its condition has ended; zero to resolve it at once.</param>
public readonly record struct AlertTiming(TimeSpan For, TimeSpan KeepFiringFor);
