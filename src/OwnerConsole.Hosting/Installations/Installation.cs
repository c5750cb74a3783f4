using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Hosting.Backups;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Hosting.Installations;

/// <summary>Settings of the installation, read from environment variables because containers and unit files both support them.</summary>
/// <param name="Data">OWNER_CONSOLE_DATA: directory of the embedded database and other files.</param>
/// <param name="Port">PORT: port to listen on.</param>
/// <param name="Bind">OWNER_CONSOLE_BIND: address to listen on.</param>
public sealed record Installation(string Data, int Port, string Bind)
{
    /// <param name="certificate">Certificate that overrides OWNER_CONSOLE_TLS.</param>
    /// <param name="key">Private key that overrides OWNER_CONSOLE_TLS_KEY.</param>
    /// <exception cref="InstallationException">A value is invalid.</exception>
    /// <exception cref="ServerCertificateException">The certificate is invalid.</exception>
    public static Installation Read(string? certificate = null, string? key = null) =>
        new(
            DataDirectory,
            Variable("PORT") is not { } port ? 8080
                : ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
                : throw new InstallationException($"PORT is {port}; it must be a number from 1 to 65535."),
            Variable("OWNER_CONSOLE_BIND") is not { } bind || bind == "localhost" || IPAddress.TryParse(bind, out _)
                ? Variable("OWNER_CONSOLE_BIND") ?? "localhost"
                : throw new InstallationException($"OWNER_CONSOLE_BIND is {bind}; it must be localhost or an address such as 0.0.0.0.")
        )
        {
            Tls = (certificate ?? Variable("OWNER_CONSOLE_TLS")) is { } file ? new(file, key ?? Variable("OWNER_CONSOLE_TLS_KEY")) : null,
        };

    /// <summary>OWNER_CONSOLE_DATA: directory of the embedded database and other files.</summary>
    internal static string DataDirectory => Path.GetFullPath(Variable("OWNER_CONSOLE_DATA") ?? "data");

    /// <summary>OWNER_CONSOLE_PRIVATE_RECEIVERS=allow: webhooks may be sent to HTTP and private addresses, for test environments.</summary>
    public static bool AllowsPrivateHosts => Variable("OWNER_CONSOLE_PRIVATE_RECEIVERS") == "allow";

    /// <summary>OWNER_CONSOLE_STRIPE_API: address that replaces Stripe's API, for test environments.</summary>
    public static VendorAddresses Vendors =>
        Variable("OWNER_CONSOLE_STRIPE_API") is not { } given ? VendorAddresses.Public
        : Uri.TryCreate(given, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? new(address)
        : throw new InstallationException($"OWNER_CONSOLE_STRIPE_API is {given}; it must be an address such as http://localhost:12111.");

    /// <summary>OWNER_CONSOLE_CHECKPOINTS: file that verifies the audit log from outside. It is next to the data directory, so that restoring the data does not replace it.</summary>
    public string Checkpoints => Path.GetFullPath(Variable("OWNER_CONSOLE_CHECKPOINTS") ?? Path.TrimEndingDirectorySeparator(Data) + ".checkpoints");

    /// <summary>The ledger of erasures. It is next to the data directory, so that restoring the data does not replace it.</summary>
    public string Erasures => Path.TrimEndingDirectorySeparator(Data) + ".erasures";

    /// <summary>OWNER_CONSOLE_TLS and OWNER_CONSOLE_TLS_KEY: certificate and private key as PEM files; null without a certificate.</summary>
    public ServerCertificate? Tls { get; private init; }

    /// <summary>OWNER_CONSOLE_PROXY: addresses or networks of trusted proxies, separated by commas.</summary>
    /// <exception cref="InstallationException">One of them is not an address or network.</exception>
    public static IReadOnlyList<IPNetwork> Proxies =>
        [.. (Variable("OWNER_CONSOLE_PROXY") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Network)];

    /// <summary>Address of the console for users of this machine.</summary>
    public string Address => $"{(Tls is null ? "http" : "https")}://{Host}";

    private string Host =>
        !IPAddress.TryParse(Bind, out var address) ? $"{Bind}:{Port}"
        : address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? $"localhost:{Port}"
        : new IPEndPoint(address, Port).ToString();

    /// <summary>OWNER_CONSOLE_NOTICE: seconds between the announcement of a shutdown and the shutdown, so that health checks have time to notice.</summary>
    /// <exception cref="InstallationException">The value is not a number of seconds from 0 to 60.</exception>
    public TimeSpan Notice =>
        Variable("OWNER_CONSOLE_NOTICE") is not { } given ? TimeSpan.FromSeconds(5)
        : byte.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 60 ? TimeSpan.FromSeconds(seconds)
        : throw new InstallationException($"OWNER_CONSOLE_NOTICE is {given}; it must be a number of seconds from 0 to 60.");

    /// <summary>Opens the database for commands that may run next to a console.</summary>
    public Task<Storage> JoinStorage(CancellationToken stop) => OpenStorage(join: true, stop);

    /// <summary>Opens the database for the console itself.</summary>
    public Task<Storage> OpenStorage(CancellationToken stop) => OpenStorage(join: false, stop);

    /// <summary>OWNER_CONSOLE_BACKUPS: default backup storage until the owner configures another one; without it, a directory next to the data.</summary>
    public BackupLocation DefaultLocation =>
        LocationOf((IsBackedUp ? Variable("OWNER_CONSOLE_BACKUPS") : null) ?? Path.TrimEndingDirectorySeparator(Data) + ".backups");

    /// <summary>False with OWNER_CONSOLE_BACKUPS=off, for test environments without data to keep.</summary>
    public static bool IsBackedUp => Variable("OWNER_CONSOLE_BACKUPS") != "off";

    /// <param name="address">A folder or bucket; the access key of a bucket is read from environment variables.</param>
    public static BackupLocation LocationOf(string address) =>
        new(
            address.Contains("://", StringComparison.Ordinal) ? address : Path.GetFullPath(address),
            Variable("AWS_ACCESS_KEY_ID"),
            Variable("AWS_SECRET_ACCESS_KEY")
        );

    internal EncryptedStore OpenVault(BackupLocation place) => new(BackupStores.Open(place), new(KeyFile.Backup.Read(Data, isMade: false)));

    internal BackupEngineOptions BackupSettings(IConsoleProgram program) =>
        new(program, DefaultLocation, new(ReadBackupKey()), () => KeyFile.Master.Read(Data, isMade: false), new(Checkpoints), new(Erasures));

    /// <exception cref="ClusterException">The PostgreSQL programs are missing.</exception>
    internal async Task<BackupSetup> Backups(IConsoleProgram program, CancellationToken stop)
    {
        if (Variable(DatabaseRole.App.Variable) is not null)
            return new(null, BackupsDisabledReason.Elsewhere);
        if (!IsBackedUp)
            return new(null, BackupsDisabledReason.Off);
        var premises = await ClusterLocation.Find(Data, say: null, stop);
        return premises.Binaries.Bundled
            ? new(null, BackupsDisabledReason.Bundled)
            : new(new ClusterBackups(premises, BackupSettings(program), TimeProvider.System)) { Roots = BackupRoots, RealPath = Posix.Real };
    }

    /// <summary>OWNER_CONSOLE_BACKUP_ROOTS: colon-separated folders in which the team may store backups.</summary>
    private static IReadOnlyList<string> BackupRoots =>
        Variable("OWNER_CONSOLE_BACKUP_ROOTS") is { } given
            ? [.. given.Split(':', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Path.GetFullPath)]
            : BackupSetup.DefaultRoots;

    public byte[] ReadBackupKey() => KeyFile.Backup.Read(Data);

    public byte[] ReadMasterKey() => KeyFile.Master.Read(Data);

    /// <returns>True if another process uses this data directory.</returns>
    internal bool IsHeld()
    {
        if (!File.Exists(Path.Combine(Data, "console.lock")))
            return false;
        try
        {
            Cluster.AcquireLock(Data).Dispose();
            return false;
        }
        catch (ClusterException)
        {
            return true;
        }
    }

    /// <summary>Builds the services of the program over an open database.</summary>
    internal ServiceProvider Services(IConsoleProgram program, Connections connections) =>
        program.CreateServices(new(connections, Port, KeyFile.Master.Read(Data, isMade: false), Checkpoints));

    internal static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : throw new InstallationException($"OWNER_CONSOLE_PROXY has {text}; it must be an address such as 10.0.0.5, or a network such as 10.0.0.0/24.");

    /// <summary>Reads the master key before the data is created. Data without a key then means that the key was lost.</summary>
    private async Task<Storage> OpenStorage(bool join, CancellationToken stop)
    {
        ReadMasterKey();
        var storage = await Storage.Open(Data, join, stop);
        try
        {
            await MasterKeyReplacement.Finish(Data, storage.Connections, stop);
            return storage;
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }
}
