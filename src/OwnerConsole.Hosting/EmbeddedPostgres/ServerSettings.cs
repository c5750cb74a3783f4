namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>Settings passed to the server at each start. None are written to its files, so a copy of the data runs anywhere.</summary>
internal static class ServerSettings
{
    private const long Megabyte = 1 << 20;

    /// <summary>Maximum age of data that is not yet ready to be shipped. It is lost with the machine, in addition to the shipping time.</summary>
    public static readonly TimeSpan SegmentEnds = TimeSpan.FromSeconds(60);

    /// <summary>Settings of the query planner, which also apply to an external PostgreSQL server.</summary>
    public static readonly IReadOnlyList<string> Planning =
    [
        "jit=off",
        "parallel_setup_cost=50000", // workers take 10 ms to start: page queries finish before that, and only statements of about a second benefit
        "random_page_cost=1.1", // for SSDs: rows are found by index, not by reading tables
    ];

    public static IEnumerable<string> Of(ClusterOptions options, DataDirectory room) =>
        [
            "listen_addresses=",
            "unix_socket_permissions=0770",
            "logging_collector=off",
            "timezone=UTC",
            "log_timezone=UTC",
            .. Planning,
            "track_io_timing=on",
            .. options.Durable ? Durable() : Ephemeral(),
            .. options.Archive ? Archiving(room.Spool) : [],
            .. options.ExtraSettings,
        ];

    // a quarter of the memory, as PostgreSQL's manual recommends; the machine also runs other programs
    private static string[] Durable() =>
        [
            $"shared_buffers={Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Megabyte / 4, 128, 2048)}MB",
            "max_connections=80",
            "max_wal_size=2GB",
            "wal_compression=on",
            "checkpoint_timeout=15min",
            "log_min_duration_statement=500",
        ];

    // two test classes run in parallel, each with a console and its connection pools
    private static string[] Ephemeral() => ["shared_buffers=256MB", "max_connections=300", "fsync=off", "full_page_writes=off", "autovacuum_naptime=1h"];

    /// <summary>Copies a finished segment to the spool and flushes it before it is renamed, so that the shipper finds only complete files. After a crash, the same segment can be copied twice.</summary>
    private static string[] Archiving(string spool)
    {
        var folder = Quoted(spool);
        return
        [
            "archive_mode=on",
            $"archive_timeout={SegmentEnds.TotalSeconds:0}s",
            $"archive_command=f={folder}/%f; if test -f \"$f\"; then cmp -s %p \"$f\"; else cp %p \"$f.part\" && sync \"$f.part\" && mv \"$f.part\" \"$f\" && sync {folder}; fi",
        ];
    }

    /// <summary>Quotes a path as one shell word in a setting in which percent signs are special.</summary>
    internal static string Quoted(string path) => $"'{path.Replace("'", @"'\''", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal)}'";
}
