using System.Globalization;
using System.Net;
using OwnerConsole.Backups;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Commands;

/// <summary>What the machine tells the program: by variables, because a container and a unit file both have them.</summary>
/// <param name="Data">OWNER_CONSOLE_DATA: where the private database and the files live</param>
/// <param name="Port">PORT</param>
/// <param name="Bind">OWNER_CONSOLE_BIND: an address to listen on</param>
public sealed record Installation(string Data, int Port, string Bind)
{
    /// <param name="certificate">over OWNER_CONSOLE_TLS</param>
    /// <param name="key">over OWNER_CONSOLE_TLS_KEY</param>
    /// <exception cref="InstallationException">a value can't be used</exception>
    /// <exception cref="TlsException">the certificate can't be used</exception>
    public static Installation Here(string? certificate = null, string? key = null) =>
        new(
            DataDirectory,
            Given("PORT") is not { } port ? 8080
                : ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
                : throw new InstallationException($"PORT is {port}; it must be a number from 1 to 65535."),
            Given("OWNER_CONSOLE_BIND") is not { } bind || bind == "localhost" || IPAddress.TryParse(bind, out _)
                ? Given("OWNER_CONSOLE_BIND") ?? "localhost"
                : throw new InstallationException($"OWNER_CONSOLE_BIND is {bind}; it must be localhost or an address such as 0.0.0.0.")
        )
        {
            Tls = (certificate ?? Given("OWNER_CONSOLE_TLS")) is { } file ? new(file, key ?? Given("OWNER_CONSOLE_TLS_KEY")) : null,
        };

    /// <summary>OWNER_CONSOLE_DATA: where the private database and the files live.</summary>
    internal static string DataDirectory => Path.GetFullPath(Given("OWNER_CONSOLE_DATA") ?? "data");

    /// <summary>OWNER_CONSOLE_PRIVATE_RECEIVERS=allow: events may go to http and to private addresses, as on a machine where everything is tried out.</summary>
    public static bool PrivateReceivers => Given("OWNER_CONSOLE_PRIVATE_RECEIVERS") == "allow";

    /// <summary>OWNER_CONSOLE_CHECKPOINTS: the file that proves the log from outside; beside the data, as a copy of the data must not replace it.</summary>
    public string Checkpoints => Path.GetFullPath(Given("OWNER_CONSOLE_CHECKPOINTS") ?? Path.TrimEndingDirectorySeparator(Data) + ".checkpoints");

    /// <summary>The ledger of erasures; beside the data, as a copy of the data must not replace it.</summary>
    public string Erasures => Path.TrimEndingDirectorySeparator(Data) + ".erasures";

    /// <summary>OWNER_CONSOLE_TLS and OWNER_CONSOLE_TLS_KEY: a certificate and its key as PEM files; null without one.</summary>
    public Tls? Tls { get; private init; }

    /// <summary>OWNER_CONSOLE_PROXY: addresses or networks of proxies before the console, separated by commas.</summary>
    /// <exception cref="InstallationException">one of them is no address</exception>
    public static IReadOnlyList<IPNetwork> Proxies =>
        [.. (Given("OWNER_CONSOLE_PROXY") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Network)];

    /// <summary>As somebody at this machine opens it.</summary>
    public string Address => $"{(Tls is null ? "http" : "https")}://{Host}";

    private string Host =>
        !IPAddress.TryParse(Bind, out var address) ? $"{Bind}:{Port}"
        : address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? $"localhost:{Port}"
        : new IPEndPoint(address, Port).ToString();

    /// <summary>OWNER_CONSOLE_NOTICE: seconds between the moment a node says that it leaves and its end; what checks its health takes so long to notice.</summary>
    /// <exception cref="InstallationException">it is no number of seconds up to a minute</exception>
    public TimeSpan Notice =>
        Given("OWNER_CONSOLE_NOTICE") is not { } given ? TimeSpan.FromSeconds(5)
        : byte.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 60 ? TimeSpan.FromSeconds(seconds)
        : throw new InstallationException($"OWNER_CONSOLE_NOTICE is {given}; it must be a number of seconds from 0 to 60.");

    /// <summary>For commands beside a console that may be running.</summary>
    public Task<Storage> JoinStorage(CancellationToken stop) => OpenStorage(join: true, stop);

    /// <summary>For the console itself.</summary>
    public Task<Storage> OpenStorage(CancellationToken stop) => OpenStorage(join: false, stop);

    /// <summary>OWNER_CONSOLE_BACKUPS: where backups go until the owner says otherwise on the page; beside the data unless it is given.</summary>
    public BackupPlace UsualPlace => PlaceOf((IsBackedUp ? Given("OWNER_CONSOLE_BACKUPS") : null) ?? Path.TrimEndingDirectorySeparator(Data) + ".backups");

    /// <summary>OWNER_CONSOLE_BACKUPS=off: for a machine on which everything is tried out and nothing is kept.</summary>
    public static bool IsBackedUp => Given("OWNER_CONSOLE_BACKUPS") != "off";

    /// <param name="address">a folder or a bucket, whose access key is among the variables then</param>
    public static BackupPlace PlaceOf(string address) =>
        new(
            address.Contains("://", StringComparison.Ordinal) ? address : Path.GetFullPath(address),
            Given("AWS_ACCESS_KEY_ID"),
            Given("AWS_SECRET_ACCESS_KEY")
        );

    internal Vault OpenVault(BackupPlace place) => new(Stores.Open(place), new(KeyFile.Backup.Read(Data, isMade: false)));

    internal BackupSettings BackupSettings() =>
        new(UsualPlace, new(ReadBackupKey()), () => KeyFile.Master.Read(Data, isMade: false), new(Checkpoints), new(Erasures));

    /// <exception cref="ClusterException">PostgreSQL's programs are missing</exception>
    internal async Task<BackupHome> Backups(CancellationToken stop)
    {
        if (Given("ConnectionStrings__App") is not null)
            return new(null, NoBackups.Elsewhere);
        if (!IsBackedUp)
            return new(null, NoBackups.Off);
        var premises = await Premises.Find(Data, say: null, stop);
        return premises.Binaries.Bundled
            ? new(null, NoBackups.Bundled)
            : new(new ClusterBackups(premises, BackupSettings(), TimeProvider.System)) { Roots = BackupRoots };
    }

    /// <summary>OWNER_CONSOLE_BACKUP_ROOTS: folders, with colons between, below which the team may have backups written.</summary>
    private static IReadOnlyList<string> BackupRoots =>
        Given("OWNER_CONSOLE_BACKUP_ROOTS") is { } given
            ? [.. given.Split(':', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Path.GetFullPath)]
            : BackupHome.DefaultRoots;

    public byte[] ReadBackupKey() => KeyFile.Backup.Read(Data);

    public byte[] ReadMasterKey() => KeyFile.Master.Read(Data);

    /// <returns>whether another process runs with this data just now</returns>
    internal bool IsHeld()
    {
        if (!File.Exists(Path.Combine(Data, "console.lock")))
            return false;
        try
        {
            Cluster.Hold(Data).Dispose();
            return false;
        }
        catch (ClusterException)
        {
            return true;
        }
    }

    /// <summary>What the program is made of, over a database that is open.</summary>
    internal ServiceProvider Services(Connections connections) =>
        ConsoleHost.Services(new(connections, Port, KeyFile.Master.Read(Data, isMade: false)) { Checkpoints = Checkpoints });

    internal static string? Given(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : throw new InstallationException($"OWNER_CONSOLE_PROXY has {text}; it must be an address such as 10.0.0.5, or a network such as 10.0.0.0/24.");

    /// <summary>The key is made before the data it belongs to: data without one then means that it was lost.</summary>
    private async Task<Storage> OpenStorage(bool join, CancellationToken stop)
    {
        ReadMasterKey();
        var storage = await Storage.Open(Data, join, stop);
        try
        {
            await Rekeying.Finish(Data, storage.Connections, stop);
            return storage;
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }
}
