using System.Net;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole;

/// <summary>What a running console is told from outside; everything else is a setting in the database.</summary>
/// <param name="Port">0 takes any free one</param>
/// <param name="MasterKey">32 bytes that never lie in the database: they open its secrets</param>
/// <param name="Bind">host name or address to listen on</param>
/// <param name="PrivateReceivers">event receivers may live on private and loopback addresses: for tests and an application on the same machine</param>
public sealed record HostOptions(Connections Connections, int Port, byte[] MasterKey, string Bind = "localhost", bool PrivateReceivers = false)
{
    /// <summary>What this console can do; all of the product unless somebody builds another one of it.</summary>
    public IReadOnlyList<Module> Modules { get; init; } = ModuleList.All;

    /// <summary>The machine's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>A stream that has nothing to tell says so after this long, and whether its reader may still listen is looked at as often.</summary>
    public TimeSpan StreamBeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The certificate to show; null speaks plain HTTP, for this machine or behind a proxy.</summary>
    public Tls? Tls { get; init; }

    /// <summary>Proxies that are believed about who asked and by which scheme, beside those on this machine.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Where the database lies, so that nothing is taken in when there is no room for it; null when its volume is not ours to measure.</summary>
    public Volume? Volume { get; init; }

    /// <summary>The file outside of the database that the log's checkpoints are appended to; null keeps them in the database only.</summary>
    public string? Checkpoints { get; init; }

    /// <summary>The file outside of the database that holds the ledger of erasures; null keeps it in the database only.</summary>
    public string? Erasures { get; init; }

    /// <summary>Who makes the backups.</summary>
    public BackupHome Backups { get; init; } = new(Engine: null);
}
