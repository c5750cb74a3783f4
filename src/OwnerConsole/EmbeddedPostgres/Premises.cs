using OwnerConsole.Kernel.Data;

namespace OwnerConsole.EmbeddedPostgres;

/// <summary>A private database from outside: its directory, its programs and its ways in, whoever runs it.</summary>
internal sealed record Premises(Room Room, Binaries Binaries, Passwords Passwords)
{
    public Connections Connections => Room.Connections(Passwords);

    /// <exception cref="ClusterException">the programs are missing, or the directory can't be entered</exception>
    public static async Task<Premises> Find(string data, Action<string>? say, CancellationToken stop)
    {
        var room = await Room.Open(data, Account.Choose(say: null), say, stop);
        var binaries = await Binaries.Find(Birth.Major(room.Cluster), stop);
        return new(room, binaries, new(room.Data));
    }
}
