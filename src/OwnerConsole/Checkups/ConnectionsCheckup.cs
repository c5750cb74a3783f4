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
        return
        [
            await Look("Migrate", ways.Migrator, stop),
            await Look("App", ways.App, stop),
            await Look("Console", ways.Console, stop),
            await Look("Sequencer", ways.Sequencer, stop),
        ];
    }

    private async Task<Finding> Look(string role, string connection, CancellationToken stop)
    {
        var way = new NpgsqlConnectionStringBuilder(connection);
        var server = await ServerFacts.Read(connection, stop);
        var host = way.Host ?? "";
        if (host.StartsWith('/') || host is "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
            return Finding.Ok(Name, $"{role}: on this machine ({host}).");
        if (server.Encryption is not { } encryption)
            return Finding.Warning(
                Name,
                $"{role}: {host} is spoken to in clear.",
                $"Add SSL Mode=VerifyFull to ConnectionStrings__{role}, and a certificate to the server."
            );
        return way.SslMode is SslMode.VerifyFull or SslMode.VerifyCA
            ? Finding.Ok(Name, $"{role}: {host} by {encryption}, its certificate verified.")
            : Finding.Warning(
                Name,
                $"{role}: {host} by {encryption}, but whoever stands between could pretend to be it.",
                $"Add SSL Mode=VerifyFull;Root Certificate=… to ConnectionStrings__{role}."
            );
    }
}
