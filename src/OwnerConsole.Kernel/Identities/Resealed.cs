namespace OwnerConsole.Kernel.Identities;

/// <summary>What came of one column.</summary>
/// <param name="Done">sealed anew</param>
/// <param name="Shut">not opened, and left as they are</param>
public sealed record Resealed(SealedColumn Column, int Done, int Shut);
