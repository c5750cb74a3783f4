namespace OwnerConsole.Kernel.Identities;

/// <summary>A key of the ring, opened.</summary>
/// <param name="Age">when it was read, by the database's clock</param>
public sealed record RingKey(SealingKey Key, TimeSpan Age);
