using OwnerConsole.Kernel.Data;

namespace OwnerConsole.EmbeddedPostgres;

/// <summary>An embedded database seen from outside: its directory, programs and passwords, regardless of which process runs it.</summary>
internal sealed record Premises(Room Room, Binaries Binaries, Passwords Passwords)
{
    public Connections Connections => Room.Connections(Passwords);

    /// <exception cref="ClusterException">The programs are missing, or the directory is not accessible.</exception>
    public static async Task<Premises> Find(string data, Action<string>? say, CancellationToken stop)
    {
        var room = await Room.Open(data, Account.Choose(say: null), say, stop);
        var binaries = await Binaries.Find(Birth.Major(room.Cluster), stop);
        return new(room, binaries, new(room.Data));
    }
}
