namespace OwnerConsole.Kernel.Secrets;

/// <summary>A decrypted key of the ring.</summary>
/// <param name="Age">Age when it was read, by the database's clock.</param>
public sealed record RingKey(EncryptionKey Key, TimeSpan Age);
