using System.Net;
using OwnerConsole.Data;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Telemetry;

namespace OwnerConsole;

/// <summary>Options of a running console that come from the environment; all other settings are in the database.</summary>
/// <param name="Port">Port to listen on; 0 selects any free port.</param>
/// <param name="MasterKey">Key of 32 bytes that decrypts the secrets in the database. It is never stored there.</param>
/// <param name="Bind">Host name or address to listen on.</param>
/// <param name="AllowPrivateHosts">True to allow webhooks to private and loopback addresses, for tests and applications on the same machine.</param>
public sealed record HostOptions(Connections Connections, int Port, byte[] MasterKey, string Bind = "localhost", bool AllowPrivateHosts = false)
{
    /// <summary>Modules of this console; all of the product by default.</summary>
    public IReadOnlyList<Module> Modules { get; init; } = ModuleList.All;

    /// <summary>Clock of the machine.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Interval after which an idle stream sends a heartbeat and checks its reader's access again.</summary>
    public TimeSpan StreamHeartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>TLS certificate; null serves plain HTTP, for this machine or behind a proxy.</summary>
    public ServerCertificate? Tls { get; init; }

    /// <summary>Proxies trusted to set the client address and scheme, in addition to those on this machine.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Volume of the database, to stop ingestion when it is full; null if it can't be measured.</summary>
    public Volume? Volume { get; init; }

    /// <summary>File outside the database to which the log's checkpoints are appended; null stores them only in the database.</summary>
    public string? Checkpoints { get; init; }

    /// <summary>File outside the database that stores the erasure ledger; null stores it only in the database.</summary>
    public string? Erasures { get; init; }

    /// <summary>Folder of files that are read while the database is down; null keeps none.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Telemetry to export; none by default.</summary>
    public TelemetryOptions Telemetry { get; init; } = TelemetryOptions.None;

    /// <summary>Addresses of vendors' APIs.</summary>
    public VendorAddresses Vendors { get; init; } = VendorAddresses.Public;

    /// <summary>Backup engine of this database.</summary>
    public BackupSetup Backups { get; init; } = new(Engine: null);
}
