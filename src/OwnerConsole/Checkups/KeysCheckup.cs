using OwnerConsole.Commands;

namespace OwnerConsole.Checkups;

/// <summary>The keys that lie outside of the data: there, ours alone, and not where a copy of the data takes them along.</summary>
internal sealed class KeysCheckup : ICheckup
{
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Name => "keys";

    public Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop)
    {
        KeyFile[] keys = machine.IsPrivate ? [KeyFile.Master, KeyFile.Backup] : [KeyFile.Master];
        return Task.FromResult<IReadOnlyList<Finding>>([.. keys.Select(key => Look(key, machine))]);
    }

    private Finding Look(KeyFile key, Machine machine)
    {
        if (Installation.Given(key.Variable) is not null)
        {
            key.Read(machine.Here.Data, isMade: false);
            return Finding.Ok(Name, $"The {key.Word} is given by {key.Variable}.");
        }
        var path = Path.GetFullPath(key.Path(machine.Here.Data));
        if (!File.Exists(path))
            return machine.IsBorn && key == KeyFile.Master
                ? Finding.Problem(Name, $"The {key.Word} {path} is missing; without it {key.Loss}.", $"Put it back from its copy, or set {key.Variable}.")
                : Finding.Ok(Name, $"The {key.Word} {path} is made when it is first needed.");
        key.Read(machine.Here.Data, isMade: false);
        if (File.Exists(key.NextPath(machine.Here.Data)))
            return Finding.Warning(
                Name,
                $"The {key.Word} was being replaced: {key.NextPath(machine.Here.Data)} lies beside it, and one of the two is right.",
                "owner-console secrets rekey goes on with it; the next start of the console takes the right one by itself."
            );
        if ((File.GetUnixFileMode(path) & ~Ours) != UnixFileMode.None)
            return Finding.Problem(Name, $"Others can read the {key.Word} {path}.", $"chmod 600 {path}");
        if (path.StartsWith(Path.TrimEndingDirectorySeparator(machine.Here.Data) + "/", StringComparison.Ordinal))
            return Finding.Warning(
                Name,
                $"The {key.Word} {path} lies inside the data: a copy of the data opens itself.",
                $"Move it out and name it with {key.Variable}_FILE."
            );
        return Finding.Ok(Name, $"The {key.Word} is in {path}, for us alone. Keep a copy of it elsewhere: owner-console backup sheet");
    }
}
