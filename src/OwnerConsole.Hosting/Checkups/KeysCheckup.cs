using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Checks that key files exist, are readable only by the console and are stored outside the data directory.</summary>
internal sealed class KeysCheckup : ICheckup
{
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Name => "keys";

    public Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop)
    {
        KeyFile[] keys = machine.IsPrivate ? [KeyFile.Master, KeyFile.Backup] : [KeyFile.Master];
        return Task.FromResult<IReadOnlyList<Finding>>([.. keys.Select(key => Look(key, machine))]);
    }

    private Finding Look(KeyFile key, CheckupTarget machine)
    {
        if (Installation.Variable(key.Variable) is not null)
        {
            key.Read(machine.Installation.Data, isMade: false);
            return Finding.Ok(Name, $"The {key.Word} is set by {key.Variable}.");
        }
        var path = Path.GetFullPath(key.Path(machine.Installation.Data));
        if (!File.Exists(path))
            return machine.IsInitialized && key == KeyFile.Master
                ? Finding.Problem(Name, $"The {key.Word} {path} is missing; without it {key.Loss}.", $"Restore it from a copy, or set {key.Variable}.")
                : Finding.Ok(Name, $"The {key.Word} {path} is created on first use.");
        key.Read(machine.Installation.Data, isMade: false);
        if (File.Exists(key.NextPath(machine.Installation.Data)))
            return Finding.Warning(
                Name,
                $"A replacement of the {key.Word} was interrupted: {key.NextPath(machine.Installation.Data)} exists next to it, and one of the two is current.",
                "Run owner-console secrets rekey to finish it, or start the console, which selects the current key automatically."
            );
        if ((File.GetUnixFileMode(path) & ~Ours) != UnixFileMode.None)
            return Finding.Problem(Name, $"Other users of this machine can read the {key.Word} {path}.", $"chmod 600 {path}");
        if (path.StartsWith(Path.TrimEndingDirectorySeparator(machine.Installation.Data) + "/", StringComparison.Ordinal))
            return Finding.Warning(
                Name,
                $"The {key.Word} {path} is inside the data directory, so anyone with a copy of the data can decrypt it.",
                $"Move it out and set {key.Variable}_FILE to its path."
            );
        return Finding.Ok(Name, $"The {key.Word} is in {path}, readable only by the console. Keep a copy elsewhere: owner-console backup sheet");
    }
}
