namespace OwnerConsole.Kernel.Identities;

/// <summary>One of the owner's team.</summary>
/// <param name="Authenticator">the key of one-time codes, sealed; null after a reset</param>
public sealed record Person(string Id, string Name, string Email, string PasswordHash, byte[]? Authenticator, IReadOnlyList<string> Grants);
