namespace OwnerConsole.Client;

/// <summary>Result of a completed task.</summary>
/// <param name="Note">One line of text for the owner's team.</param>
/// <param name="Result">Small object, stored with the task.</param>
public sealed record TaskResult(string? Note = null, object? Result = null);
