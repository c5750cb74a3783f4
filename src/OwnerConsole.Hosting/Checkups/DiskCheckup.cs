using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Checks free space on the database volume and the reserved ballast file.</summary>
internal sealed class DiskCheckup : ICheckup
{
    public string Name => "disk";

    public Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop) => Task.FromResult<IReadOnlyList<Finding>>([.. Look(machine)]);

    private IEnumerable<Finding> Look(CheckupTarget machine)
    {
        if (!machine.IsPrivate || !machine.IsInitialized)
            yield break;
        var home = Path.GetDirectoryName(machine.Cluster)!;
        var volume = new Volume(home);
        var space = volume.Measure();
        var room = $"{ByteCount.Text(space.Free)} of {ByteCount.Text(space.Total)} free on {home}.";
        yield return volume.Evaluate(space, VolumeState.Roomy) switch
        {
            VolumeState.Full => Finding.Problem(Name, room + " The console is read-only.", "Free up disk space: docs/guides/disk-full.md"),
            VolumeState.Low => Finding.Warning(Name, room + " Below 5% or 1 GB, the console becomes read-only.", "Free up disk space or enlarge the volume."),
            _ => Finding.Ok(Name, room),
        };
        var ballast = new FileInfo(Path.Combine(home, "ballast"));
        yield return ballast.Exists
            ? Finding.Ok(Name, $"{ByteCount.Text(ballast.Length)} are reserved for emergencies.")
            : Finding.Warning(Name, "No space is reserved for emergencies.", "A running console reserves it automatically once there is enough space.");
    }
}
