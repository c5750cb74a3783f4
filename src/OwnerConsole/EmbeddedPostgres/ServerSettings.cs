namespace OwnerConsole.EmbeddedPostgres;

/// <summary>What the server is told at each start; nothing is written into its files, so a copy of them runs anywhere.</summary>
internal static class ServerSettings
{
    private const long Megabyte = 1 << 20;

    public static IEnumerable<string> Of(bool durable) =>
        [
            "listen_addresses=",
            "unix_socket_permissions=0770",
            "logging_collector=off",
            "timezone=UTC",
            "log_timezone=UTC",
            "jit=off",
            "track_io_timing=on",
            .. durable ? Lasting() : Throwaway(),
        ];

    // a quarter of the memory for its own cache, as PostgreSQL's manual advises, but the machine is not ours alone
    private static string[] Lasting() =>
        [
            $"shared_buffers={Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Megabyte / 4, 128, 2048)}MB",
            "max_connections=60",
            "max_wal_size=2GB",
            "wal_compression=on",
            "checkpoint_timeout=15min",
            "log_min_duration_statement=500",
        ];

    // two test classes run at a time, each a console with its pools
    private static string[] Throwaway() => ["shared_buffers=256MB", "max_connections=300", "fsync=off", "full_page_writes=off", "autovacuum_naptime=1h"];
}
