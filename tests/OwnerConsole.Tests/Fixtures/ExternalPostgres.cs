using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Fixtures;

/// <summary>An external PostgreSQL server: over TCP with a certificate, and behind PgBouncer in transaction mode.</summary>
public sealed class ExternalPostgres : IAsyncDisposable
{
    private const int Port = 5432;
    private readonly Cluster _cluster;
    private readonly Certificate _certificate;
    private readonly Process _pooler;

    private ExternalPostgres(Cluster cluster, Certificate certificate, Process pooler, IPAddress address, int pooled)
    {
        (_cluster, _certificate, _pooler, Address, PoolerPort) = (cluster, certificate, pooler, address, pooled);
        var (server, through) = (Through(Port), Through(pooled));
        var inside = cluster.Connections;
        Connections = new(role => role.IsPooled ? through(inside[role]) : server(inside[role])) { Direct = server(inside.Console) };
        Super = server(cluster.Super);
    }

    public Connections Connections { get; }

    public string Super { get; }

    /// <summary>An address of this machine, because the port is always PostgreSQL's.</summary>
    public IPAddress Address { get; }

    public int PoolerPort { get; }

    public string RootCertificate => _certificate.File;

    public static async Task<ExternalPostgres> Start(string data)
    {
        var address = new IPAddress([127, .. RandomNumberGenerator.GetBytes(2), 53]);
        var pooled = InstalledConsole.FreePort();
        var certificate = new Certificate(address: address);
        var account = SystemAccount.Choose(say: null);
        string Copy(string path, string text)
        {
            File.WriteAllText(path, text);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            if (account is not null)
                Posix.Own(path, account.User, account.Group);
            return path;
        }

        var key = Copy(Path.Combine(data, "server.key"), await File.ReadAllTextAsync(certificate.Key));
        var proof = Copy(Path.Combine(data, "server.pem"), await File.ReadAllTextAsync(certificate.File));
        var cluster = await Cluster.Start(
            new(data, Durable: false) { ExtraSettings = [$"listen_addresses={address}", "ssl=on", $"ssl_cert_file={proof}", $"ssl_key_file={key}"] }
        );
        var users = Copy(
            Path.Combine(data, "users.txt"),
            string.Concat(
                DatabaseRole
                    .All.Where(role => role.IsPooled)
                    .Select(role => new NpgsqlConnectionStringBuilder(cluster.Connections[role]))
                    .Select(npgsqlConnectionStringBuilder => $"\"{npgsqlConnectionStringBuilder.Username}\" \"{npgsqlConnectionStringBuilder.Password}\"\n")
            )
        );
        var settings = Copy(
            Path.Combine(data, "pooler.ini"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                * = host={address} port={Port}
                [pgbouncer]
                listen_addr = {address}
                listen_port = {pooled}
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = {users}
                pool_mode = transaction
                default_pool_size = 8
                max_client_conn = 1000
                ignore_startup_parameters = extra_float_digits
                client_tls_sslmode = require
                client_tls_key_file = {key}
                client_tls_cert_file = {proof}
                server_tls_sslmode = verify-full
                server_tls_ca_file = {proof}
                """
            )
        );
        string[] words = [.. account?.Prefix ?? [], "pgbouncer", "-q", settings];
        var pooler = Process.Start(new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = "/" })!; // Null only if an existing process is reused.
        return new(cluster, certificate, pooler, address, pooled);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _pooler.Kill();
        await _pooler.WaitForExitAsync();
        _pooler.Dispose();
        await _cluster.DisposeAsync();
        _certificate.Dispose();
    }

    /// <summary>Connection string of the same role over the network.</summary>
    private Func<string, string> Through(int port) =>
        inside =>
            new NpgsqlConnectionStringBuilder(inside)
            {
                Host = Address.ToString(),
                Port = port,
                SslMode = SslMode.VerifyFull,
                RootCertificate = _certificate.File,
            }.ConnectionString;
}
