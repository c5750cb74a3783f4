using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Identity;

/// <summary>Result of re-encrypting one column.</summary>
/// <param name="Done">Number of secrets that were re-encrypted.</param>
/// <param name="Shut">Number of secrets that couldn't be decrypted and were left unchanged.</param>
public sealed record ReencryptionResult(EncryptedColumn Column, int Done, int Shut);
