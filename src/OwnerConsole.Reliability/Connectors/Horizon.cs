namespace OwnerConsole.Reliability.Connectors;

/// <summary>The moment before which no row can come any more: a transaction that is open writes rows with cursors that have been passed by when it ends.</summary>
/// <param name="SettledAt">every transaction that began to write before it has ended; null before the first look</param>
/// <param name="MarkAt">the moment that is waited for</param>
/// <param name="MarkXid">the first transaction after it</param>
public sealed record Horizon(DateTimeOffset? SettledAt, DateTimeOffset? MarkAt, long? MarkXid)
{
    /// <summary>A transaction takes its number when it first writes; its clock stands still from before.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>What stays open for longer is not waited for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Where the pass after one that begins now has to begin.</summary>
    public DateTimeOffset? Boundary => SettledAt - Overlap;

    public Horizon See(Snapshot now)
    {
        if (now.Xmin >= now.Xmax) // nobody writes
            return new(now.At, null, null);
        var settled = MarkAt is { } mark && now.Xmin >= MarkXid ? mark : SettledAt;
        var floor = now.At - Longest;
        var isNew = MarkAt is null || settled == MarkAt;
        return new(settled > floor ? settled : floor, isNew ? now.At : MarkAt, isNew ? now.Xmax : MarkXid);
    }
}
