namespace OwnerConsole.EmbeddedPostgres;

/// <param name="Data">holds <c>postgres/</c>, <c>run/</c>, <c>wal/</c>, <c>secrets/</c> and the lock; made when missing</param>
/// <param name="Durable">false gives up what a power cut may take, for the speed of tests</param>
/// <param name="Say">hears what the owner should know, one line at a time</param>
public sealed record ClusterOptions(string Data, bool Durable = true, Action<string>? Say = null)
{
    /// <summary>Bytes set aside for the day on which the disk is full; what only tests need sets nothing aside.</summary>
    public long Ballast { get; init; } = Durable ? 256 << 20 : 0;

    /// <summary>Finished segments of the write-ahead log are put into <c>wal/</c>, from where they are shipped.</summary>
    public bool Archive { get; init; }

    /// <summary>Settings over all others, such as those of a recovery.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>How long the first answer may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
