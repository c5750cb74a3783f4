using OwnerConsole.Data;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>An embedded database seen from outside: its directory, programs and passwords, regardless of which process runs it.</summary>
internal sealed record ClusterLocation(DataDirectory DataDirectory, Binaries Binaries, RolePasswords Passwords)
{
    public Connections Connections => DataDirectory.Connections(Passwords);

    /// <exception cref="ClusterException">The programs are missing, or the directory is not accessible.</exception>
    public static async Task<ClusterLocation> Find(string data, Action<string>? say, CancellationToken stop)
    {
        var room = await DataDirectory.Open(data, SystemAccount.Choose(say: null), say, stop);
        var binaries = await Binaries.Find(ClusterInitializer.Major(room.Cluster), stop);
        return new(room, binaries, new(room.Data));
    }
}
