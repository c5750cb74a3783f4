namespace OwnerConsole.Reliability.WorkItems;

/// <summary>A dead work item as the API shows it.</summary>
/// <param name="Attempts">all of them failed</param>
/// <param name="Error">of the last one</param>
public sealed record DeadView(string Id, string Lane, string Kind, int Attempts, string Error, DateTimeOffset AskedAt, DateTimeOffset DiedAt);
