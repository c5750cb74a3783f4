using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Settings of backups on this machine.</summary>
/// <param name="Program">Program that verifies restored copies.</param>
/// <param name="DefaultLocation">Default storage until the owner configures another one.</param>
/// <param name="MasterKey">Returns the master key to check restored secrets. Called each time, because the key can be replaced at runtime.</param>
/// <param name="Anchor">Checkpoints to verify a restored log against.</param>
/// <param name="Ledger">Ledger of erasures, which must be repeated after a restore.</param>
internal sealed record BackupEngineOptions(
    IConsoleProgram Program,
    BackupLocation DefaultLocation,
    BackupKey Key,
    Func<byte[]> MasterKey,
    CheckpointAnchor Anchor,
    ErasureFile Ledger
);
