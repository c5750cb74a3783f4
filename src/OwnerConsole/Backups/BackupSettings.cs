using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Backups;

/// <summary>What the machine knows of backups.</summary>
/// <param name="Usual">where they go until the owner says otherwise</param>
/// <param name="MasterKey">tries whether a restored secret opens</param>
/// <param name="Checkpoints">the file with which a restored log is compared; null for none</param>
internal sealed record BackupSettings(BackupPlace Usual, BackupKey Key, byte[] MasterKey, string? Checkpoints);
