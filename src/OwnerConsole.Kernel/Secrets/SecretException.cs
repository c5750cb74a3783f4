namespace OwnerConsole.Kernel.Secrets;

/// <summary>A secret can't be decrypted. The message says why and never contains the secret.</summary>
public sealed class SecretException(string message) : Exception(message);
