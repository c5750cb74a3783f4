using OwnerConsole.Data;

namespace OwnerConsole.Hosting.Installations;

/// <summary>A database and the files that belong to it.</summary>
/// <param name="Port">Port of the console.</param>
/// <param name="MasterKey">Key of 32 bytes that decrypts the secrets in the database.</param>
/// <param name="Checkpoints">File to which the log's checkpoints are appended; null for none.</param>
/// <param name="Erasures">File that stores the erasure ledger; null for none.</param>
public sealed record DatabaseOptions(Connections Connections, int Port, byte[] MasterKey, string? Checkpoints = null, string? Erasures = null);
