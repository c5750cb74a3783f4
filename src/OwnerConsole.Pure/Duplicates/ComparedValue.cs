namespace OwnerConsole.Pure.Duplicates;

/// <summary>A value that records are compared by.</summary>
/// <param name="Reason">Reason for a pair of records with the same value.</param>
/// <param name="Value">Normalized value.</param>
public readonly record struct ComparedValue(DuplicateReason Reason, string Value);
