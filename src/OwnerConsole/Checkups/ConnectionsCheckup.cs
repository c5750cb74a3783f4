using System.Net;
using Npgsql;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Checkups;

/// <summary>The way to the database, for each role: who can read along on it.</summary>
internal sealed class ConnectionsCheckup : ICheckup
{
    public string Name => "connection";

    public async Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop)
    {
        var ways = machine.Connections!;
        var found = new List<Finding>
        {
            await Look("Migrate", ways.Migrator, stop),
            await Look("App", ways.App, stop),
            await Look("Console", ways.Console, stop),
            await Look("Bound", ways.Bound, stop),
            await Look("Portal", ways.Portal, stop),
            await Look("Sequencer", ways.Sequencer, stop),
        };
        if (ways.Direct is { } direct)
            found.Add(await Look("Direct", direct, stop));
        return found;
    }

    private async Task<Finding> Look(string role, string connection, CancellationToken stop)
    {
        var way = new NpgsqlConnectionStringBuilder(connection);
        var server = await ServerFacts.Read(connection, stop);
        var host = way.Host ?? "";
        if (host.StartsWith('/') || host is "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
            return Finding.Ok(Name, $"{role}: on this machine ({host}).");
        // Of a pooler between us and the server, the server knows nothing: only what our side demands is sure.
        return way.SslMode switch
        {
            SslMode.VerifyFull or SslMode.VerifyCA => Finding.Ok(Name, $"{role}: {host}, encrypted, its certificate verified."),
            SslMode.Require => Warn(role, $"{host}, encrypted, but whoever stands between could pretend to be it."),
            SslMode.Disable => Warn(role, $"{host} is spoken to in clear."),
            _ when server.Encryption is null => Warn(role, $"{host} is spoken to in clear."),
            _ => Warn(role, $"{host} by {server.Encryption}, but in clear as soon as the other side does not offer it."),
        };
    }

    private Finding Warn(string role, string says) =>
        Finding.Warning(Name, $"{role}: {says}", $"Add SSL Mode=VerifyFull;Root Certificate=… to ConnectionStrings__{role}: docs/external-postgresql.md");
}
