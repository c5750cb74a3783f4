using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A condition that is met at an evaluation.</summary>
/// <param name="Labels">Identify the alert.</param>
/// <param name="Message">Text without variables.</param>
internal sealed record AlertInstance(AlertRule Rule, LabelSet Labels, string Message);
