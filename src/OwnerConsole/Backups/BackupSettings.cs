using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Backups;

/// <summary>What the machine knows of backups.</summary>
/// <param name="Usual">where they go until the owner says otherwise</param>
/// <param name="MasterKey">tries whether a restored secret opens; asked for each time, because it may be replaced meanwhile</param>
/// <param name="Anchor">with whose checkpoints a restored log is compared</param>
/// <param name="Ledger">what was erased, whatever a backup says</param>
internal sealed record BackupSettings(BackupPlace Usual, BackupKey Key, Func<byte[]> MasterKey, Anchor Anchor, ErasureFile Ledger);
