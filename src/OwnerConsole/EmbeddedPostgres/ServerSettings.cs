namespace OwnerConsole.EmbeddedPostgres;

/// <summary>What the server is told at each start; nothing is written into its files, so a copy of them runs anywhere.</summary>
internal static class ServerSettings
{
    private const long Megabyte = 1 << 20;

    /// <summary>What is lost at most with the machine, beside the time that shipping takes.</summary>
    public static readonly TimeSpan SegmentEnds = TimeSpan.FromSeconds(60);

    /// <summary>How statements are planned; for a database on a server that is not ours, too.</summary>
    public static readonly IReadOnlyList<string> Planning =
    [
        "jit=off",
        "parallel_setup_cost=50000", // workers take 10 ms to start: what a page reads is over before they are, and a statement of a second is worth it
        "random_page_cost=1.1", // no arm moves over the disk: 50 rows are looked up by their keys, not found by reading a table
    ];

    public static IEnumerable<string> Of(ClusterOptions options, Room room) =>
        [
            "listen_addresses=",
            "unix_socket_permissions=0770",
            "logging_collector=off",
            "timezone=UTC",
            "log_timezone=UTC",
            .. Planning,
            "track_io_timing=on",
            .. options.Durable ? Lasting() : Throwaway(),
            .. options.Archive ? Archiving(room.Spool) : [],
            .. options.More,
        ];

    // a quarter of the memory for its own cache, as PostgreSQL's manual advises, but the machine is not ours alone
    private static string[] Lasting() =>
        [
            $"shared_buffers={Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Megabyte / 4, 128, 2048)}MB",
            "max_connections=80",
            "max_wal_size=2GB",
            "wal_compression=on",
            "checkpoint_timeout=15min",
            "log_min_duration_statement=500",
        ];

    // two test classes run at a time, each a console with its pools
    private static string[] Throwaway() => ["shared_buffers=256MB", "max_connections=300", "fsync=off", "full_page_writes=off", "autovacuum_naptime=1h"];

    /// <summary>A finished segment is copied aside, on the disk before it is named: whoever ships it finds whole files only. The same segment may come twice after a crash.</summary>
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

    /// <summary>As one word of a shell, in a setting where a per cent sign means something.</summary>
    internal static string Quoted(string path) => $"'{path.Replace("'", @"'\''", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal)}'";
}
