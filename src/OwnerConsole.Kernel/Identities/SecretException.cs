namespace OwnerConsole.Kernel.Identities;

/// <summary>A sealed secret that does not open; the message says why and never holds the secret.</summary>
public sealed class SecretException(string message) : Exception(message);
