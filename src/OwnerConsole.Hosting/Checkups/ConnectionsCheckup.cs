using System.Net;
using Npgsql;
using OwnerConsole.Data;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Checks the encryption of the database connection of each role.</summary>
internal sealed class ConnectionsCheckup : ICheckup
{
    public string Name => "connection";

    public async Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop)
    {
        var ways = machine.Connections!;
        var found = new List<Finding>();
        foreach (var role in DatabaseRole.All)
            found.Add(await Look(role.Connection, ways[role], stop));
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
        // Behind a pooler, the server can't see the client's connection, so only the client's own requirement is reliable.
        return way.SslMode switch
        {
            SslMode.VerifyFull or SslMode.VerifyCA => Finding.Ok(Name, $"{role}: {host}, encrypted, certificate verified."),
            SslMode.Require => Warn(role, $"{host}, encrypted but not verified, so it could be impersonated."),
            SslMode.Disable => Warn(role, $"{host}, not encrypted."),
            _ when server.Encryption is null => Warn(role, $"{host}, not encrypted."),
            _ => Warn(role, $"{host}, uses {server.Encryption}, but falls back to plain text if the server does not offer encryption."),
        };
    }

    private Finding Warn(string role, string says) =>
        Finding.Warning(
            Name,
            $"{role}: {says}",
            $"Add SSL Mode=VerifyFull;Root Certificate=… to {DatabaseRole.Variables}{role}: docs/guides/external-postgresql.md"
        );
}
