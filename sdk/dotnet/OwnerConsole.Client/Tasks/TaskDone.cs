namespace OwnerConsole.Client;

/// <summary>A task was carried out.</summary>
/// <param name="Note">for people, in a line</param>
/// <param name="Result">a small object, kept with the task</param>
public sealed record TaskDone(string? Note = null, object? Result = null);
