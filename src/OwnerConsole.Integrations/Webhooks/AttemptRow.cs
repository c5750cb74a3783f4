namespace OwnerConsole.Integrations.Webhooks;

/// <summary>One attempt of a delivery.</summary>
/// <param name="Status">HTTP status of the response; null if there was none.</param>
/// <param name="Fault">Why there was no response.</param>
public sealed record AttemptRow(int Attempt, DateTimeOffset At, int TookMs, int? Status, string? Fault);
