using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using OwnerConsole.Data;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>The data directory: the paths inside it, and its owner.</summary>
internal sealed record DataDirectory(string Data, SystemAccount? Account)
{
    // sun_path has 108 bytes including the terminating zero
    private const int MaxSocketPath = 107;
    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Cluster { get; private set; } = Path.Combine(Data, "postgres");
    public string Sockets { get; private set; } = Path.Combine(Data, "run");

    /// <summary>Directory of segments that wait to be shipped, next to the cluster so that the database's account can write to it.</summary>
    public string Spool => Path.Combine(Path.GetDirectoryName(Cluster)!, "wal"); // a cluster is never the root of the file system

    public string Log => Path.Combine(Data, "postgres.log");

    /// <exception cref="ClusterException">It can't be created, or the account can't access it.</exception>
    public static async Task<DataDirectory> Open(string data, SystemAccount? account, Action<string>? say, CancellationToken stop)
    {
        var room = new DataDirectory(Posix.Real(data), account);
        room.Close();
        room.Cluster = new DirectoryInfo(room.Cluster).LinkTarget ?? room.Cluster;
        var reachable = await room.CanEnter(room.Data, stop);
        if (!reachable && room.Cluster == Path.Combine(room.Data, "postgres"))
            room.Settle(say);
        if (!reachable || Encoding.UTF8.GetByteCount(Path.Combine(room.Sockets, ".s.PGSQL.5432")) > MaxSocketPath)
            await room.CreateShortSockets(stop);
        else
            room.Create(room.Sockets);
        room.Create(room.Spool);
        return room;
    }

    public Connections Connections(RolePasswords passwords) => new(role => ConnectionString(role.Name, passwords));

    public string ConnectionString(string role, RolePasswords passwords, string database = DatabaseRoles.Database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = Sockets,
            Username = role,
            Password = passwords.Of(role),
            Database = database,
        }.ConnectionString;

    /// <summary>Creates a directory that only the database's account can access.</summary>
    public void Create(string directory)
    {
        Directory.CreateDirectory(directory, PrivateMode);
        GiveToAccount(directory);
    }

    /// <summary>Prevents other users from listing the data directory. The database's account may only pass through it.</summary>
    private void Close()
    {
        var mode = PrivateMode;
        if (Account is not null)
            mode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            if (Directory.Exists(Data) && (File.GetUnixFileMode(Data) & ~mode) != UnixFileMode.None)
                File.SetUnixFileMode(Data, File.GetUnixFileMode(Data) & mode);
        }
        catch (UnauthorizedAccessException)
        {
            // The directory belongs to another account; `owner-console doctor` reports it.
        }
    }

    public void GiveToAccount(string path)
    {
        if (Account is { } account)
            Posix.Own(path, account.User, account.Group);
    }

    private async Task<bool> CanEnter(string directory, CancellationToken stop) =>
        Account is null || (await ProgramRun.Capture([.. Account.Prefix, "test", "-x", directory], stop)).Ok;

    /// <summary>Root's home directory is closed to other accounts. In that case the cluster is created elsewhere, with a link in the data directory.</summary>
    private void Settle(Action<string>? say)
    {
        if (Directory.Exists(Cluster))
            throw new ClusterException(
                $"The account {Account!.Name} can't access {Data}, where its database is, because a parent directory is closed to it. Open it (chmod o+x) or move the data."
            );
        var parent = Directory.CreateDirectory("/var/lib/owner-console").FullName;
        var home = Path.Combine(parent, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)));
        Create(home);
        var link = Cluster;
        Cluster = Path.Combine(home, "postgres");
        Directory.CreateSymbolicLink(link, Cluster);
        say?.Invoke($"The account {Account!.Name} can't access {Data}, so the database is in {Cluster}; {link} points there.");
    }

    /// <summary>The path is predictable, and every user can create directories in /tmp, so an existing one is used only if no other user can access or replace it.</summary>
    private async Task CreateShortSockets(CancellationToken stop)
    {
        Sockets = ShortSockets();
        Directory.CreateDirectory(Sockets, PrivateMode);
        var found = await ProgramRun.Capture(["stat", "-c", "%u %a %F", Sockets], stop); // one call, so that it can't be replaced in between
        if (
            found.Out.Trim().Split(' ', 3) is not [var owner, var mode, "directory"]
            || !uint.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var user)
            || (user != Posix.Me && user != Account?.User)
            || !mode.EndsWith("700", StringComparison.Ordinal)
        )
            throw new ClusterException(
                $"{Sockets} is not a private directory of this user (owner, mode and type: {(found.Ok ? found.Out.Trim() : found.ErrorText)}). Delete it, or set OWNER_CONSOLE_DATA to a shorter path."
            );
        GiveToAccount(Sockets);
    }

    private string ShortSockets()
    {
        var key = "owner-console-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Data)))[..12];
        string[] places = Account is null ? [Path.GetTempPath()] : ["/run", Path.GetTempPath()];
        var place =
            places.FirstOrDefault(Posix.CanWrite)
            ?? throw new ClusterException(
                $"The path {Data} is too long for a socket, and {string.Join(" and ", places)} are not writable. Set OWNER_CONSOLE_DATA to a shorter path."
            );
        return Path.Combine(place, key);
    }
}
