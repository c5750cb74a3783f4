using Npgsql;

namespace OwnerConsole.Data;

/// <summary>Information about a server and the current connection to it.</summary>
/// <param name="Encryption">Protocol and cipher, such as TLSv1.3; null if the connection is not encrypted.</param>
public sealed record ServerFacts(string Version, bool HasChecksums, string? Encryption)
{
    public static async Task<ServerFacts> Read(string connectionString, CancellationToken stop)
    {
        await using var way = Connections.CreateUnpooled(connectionString, "looks");
        await using var connection = await way.OpenConnectionAsync(stop);
        await using var ask = new NpgsqlCommand(
            """
            select current_setting('server_version'), current_setting('data_checksums') = 'on', s.version || ' ' || s.cipher
              from (select) one left join pg_stat_ssl s on s.pid = pg_backend_pid() and s.ssl
            """,
            connection
        );
        await using var row = await ask.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        return new(row.GetString(0), row.GetBoolean(1), await row.IsDBNullAsync(2, stop) ? null : row.GetString(2));
    }
}
