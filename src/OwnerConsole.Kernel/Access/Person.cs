namespace OwnerConsole.Kernel.Access;

/// <summary>A team member.</summary>
/// <param name="Authenticator">Encrypted key for one-time codes; null after a reset.</param>
public sealed record Person(string Id, string Name, string Email, string PasswordHash, byte[]? Authenticator, IReadOnlyList<string> Grants);
