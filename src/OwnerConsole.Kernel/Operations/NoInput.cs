namespace OwnerConsole.Kernel.Operations;

/// <summary>Input of an operation that needs none. It accepts only an empty JSON object.</summary>
public sealed record NoInput;
