namespace OwnerConsole.Kernel.Intakes;

/// <summary>What became of a request's events. What was rejected is kept as a dead letter.</summary>
/// <param name="Duplicates">taken in before, by source and id, and not counted again</param>
public sealed record IntakeAnswer(int Accepted, int Duplicates, IReadOnlyList<RejectedItem> Rejected);

/// <param name="Index">its place in the request, from 0</param>
/// <param name="Reason">a word that programs can tell apart</param>
/// <param name="Detail">what to do about it</param>
public sealed record RejectedItem(int Index, string Reason, string Detail);
