namespace OwnerConsole.Reliability.Webhooks;

/// <summary>One attempt to tell.</summary>
/// <param name="Status">of the answer; null when none came</param>
/// <param name="Fault">why none came, in words</param>
public sealed record AttemptRow(int Attempt, DateTimeOffset At, int TookMs, int? Status, string? Fault);
