using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Checkups;

/// <summary>Room on the database's volume, and what is set aside for the day without any.</summary>
internal sealed class DiskCheckup : ICheckup
{
    public string Name => "disk";

    public Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop) => Task.FromResult<IReadOnlyList<Finding>>([.. Look(machine)]);

    private IEnumerable<Finding> Look(Machine machine)
    {
        if (!machine.IsPrivate || !machine.IsBorn)
            yield break;
        var home = Path.GetDirectoryName(machine.Cluster)!;
        var volume = new Volume(home);
        var space = volume.Look();
        var room = $"{ByteCount.Text(space.Free)} of {ByteCount.Text(space.Total)} are free on {home}.";
        yield return volume.Judge(space, VolumeState.Roomy) switch
        {
            VolumeState.Full => Finding.Problem(Name, room + " The console is read-only.", "Make room: docs/runbooks/disk-full.md"),
            VolumeState.Low => Finding.Warning(
                Name,
                room + " With less than a twentieth, or a gigabyte, the console is read-only.",
                "Make room, or a larger volume."
            ),
            _ => Finding.Ok(Name, room),
        };
        var ballast = new FileInfo(Path.Combine(home, "ballast"));
        yield return ballast.Exists
            ? Finding.Ok(Name, $"{ByteCount.Text(ballast.Length)} are set aside for the day on which it is full.")
            : Finding.Warning(
                Name,
                "Nothing is set aside for the day on which it is full.",
                "A console that runs sets it aside by itself, once there is room for it."
            );
    }
}
