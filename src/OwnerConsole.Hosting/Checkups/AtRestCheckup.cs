using OwnerConsole.Hosting.Backups;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Checks whether the data and backups are encrypted at rest.</summary>
internal sealed class AtRestCheckup : ICheckup
{
    public string Name => "at rest";

    public Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<Finding>>(
            machine.IsPrivate
                ? [Data(machine), Finding.Ok(Name, $"Backups in {machine.Installation.DefaultLocation} are encrypted with the backup key.")]
                :
                [
                    Finding.Warning(
                        Name,
                        "The database is external, so the encryption of its disks and backups can't be checked from here.",
                        "Ask its operator whether both are encrypted."
                    ),
                ]
        );

    private Finding Data(CheckupTarget machine)
    {
        var mount = Mount.Of(machine.IsInitialized ? machine.Cluster : machine.Installation.Data);
        return mount.IsEncrypted switch
        {
            true => Finding.Ok(Name, $"The data directory is on an encrypted device ({mount.Point})."),
            false => Finding.Warning(
                Name,
                $"The data directory is on a device without encryption ({mount.Point}).",
                "Encrypt it (LUKS: docs/guides/deploy.md), or ask your provider whether its disks are encrypted."
            ),
            null => Finding.Warning(Name, $"Can't determine whether {mount.Kind} at {mount.Point} is encrypted.", "Ask your provider."),
        };
    }
}
