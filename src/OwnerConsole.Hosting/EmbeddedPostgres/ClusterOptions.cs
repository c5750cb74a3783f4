namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <param name="Data">Directory with <c>postgres/</c>, <c>run/</c>, <c>wal/</c>, <c>secrets/</c> and the lock; created if missing.</param>
/// <param name="Durable">False to trade durability for speed in tests.</param>
/// <param name="Say">Receives messages for the administrator, one line each.</param>
public sealed record ClusterOptions(string Data, bool Durable = true, Action<string>? Say = null)
{
    /// <summary>Bytes to reserve for a full disk; tests reserve nothing.</summary>
    public long Ballast { get; init; } = Durable ? 256 << 20 : 0;

    /// <summary>True to copy finished segments of the write-ahead log into <c>wal/</c>, from where they are shipped.</summary>
    public bool Archive { get; init; }

    /// <summary>Settings that override all others, for example for recovery.</summary>
    public IReadOnlyList<string> ExtraSettings { get; init; } = [];

    /// <summary>Maximum time to wait for the database to accept connections.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
