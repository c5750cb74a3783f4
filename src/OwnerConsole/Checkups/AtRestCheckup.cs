using OwnerConsole.Backups;
using OwnerConsole.Commands;

namespace OwnerConsole.Checkups;

/// <summary>What somebody reads who carries the disk or the backups away.</summary>
internal sealed class AtRestCheckup : ICheckup
{
    public string Name => "at rest";

    public Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<Finding>>(
            machine.IsPrivate
                ? [Data(machine), Finding.Ok(Name, $"Backups in {machine.Here.UsualPlace} are sealed with the backup key, wherever they lie.")]
                :
                [
                    Finding.Warning(
                        Name,
                        "The database is on another machine: its disks and backups can't be looked at from here.",
                        "Ask whoever runs it whether both are encrypted."
                    ),
                ]
        );

    private Finding Data(Machine machine)
    {
        var mount = Mount.Of(machine.IsBorn ? machine.Cluster : machine.Here.Data);
        return mount.IsEncrypted switch
        {
            true => Finding.Ok(Name, $"The data directory lies on an encrypted device ({mount.Point})."),
            false => Finding.Warning(
                Name,
                $"The data directory lies on a device that this machine does not encrypt ({mount.Point}).",
                "Encrypt it (LUKS: docs/deploy.md), or ask the provider of the machine whether it encrypts its disks."
            ),
            null => Finding.Warning(Name, $"Whether {mount.Kind} at {mount.Point} is encrypted can't be told from here.", "Ask whoever provides it."),
        };
    }
}
