using OwnerConsole.Data;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Kernel.Log;

/// <summary>Reads stored lines and checkpoints in pages, and prefetches the next page.</summary>
/// <remarks>The log of all tenants is proved as a whole: hashes and checkpoints reveal nothing and are visible to everyone; lines are not.</remarks>
public sealed class LogLineReader(Database database)
{
    private const int Page = 2_000;

    /// <summary>Columns of a <see cref="StoredLogLine"/> from <c>core.log l</c> and its position <c>o</c>.</summary>
    public const string Columns = "o.pos, " + Fields;

    private const string Fields =
        "l.at, l.tenant_id, l.kind, l.actor, l.run_id, l.operation, l.subject, l.outcome, l.code, l.sentence, l.event_id, l.event, l.data, l.leaf as stored, l.pruned_at";

    public sealed record Hash(long Pos, byte[] Leaf);

    /// <summary>Returns every position from <paramref name="first"/> on; if its line is missing, the position has no hash and no text.</summary>
    public IAsyncEnumerable<StoredLogLine> From(long first, CancellationToken stop) => Paged(first, Page, next => ReadPlaces(next, stop), line => line.Pos);

    /// <summary>Returns positions and hashes below <paramref name="end"/>, or all.</summary>
    public IAsyncEnumerable<Hash> Leaves(long end, CancellationToken stop) => Paged(1, Page * 10, next => ReadHashes(next, end, stop), hash => hash.Pos);

    /// <returns>The existing lines from <paramref name="first"/> to <paramref name="last"/>.</returns>
    public async Task<IReadOnlyList<StoredLogLine>> Between(long first, long last, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<StoredLogLine>(
            $"select {Columns} from core.log_order o join core.log l using (id) where o.pos between @first and @last order by o.pos",
            new { first, last }
        );
    }

    /// <summary>Returns the lines that record removals under the retention policy. Lines without a position yet have position 0.</summary>
    public async Task<IReadOnlyList<StoredLogLine>> ReadPruneRecords(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<StoredLogLine>(
            $"""
            select coalesce(o.pos, 0) as pos, {Fields}
              from core.log l left join core.log_order o using (id), core.sequencer s
             where {PruneRecord.IsPruneRecord("l")}
               and (o.pos is not null or (l.xid >= s.next_xid and l.xid < pg_snapshot_xmax(pg_current_snapshot())))
             order by l.id
            """
        );
    }

    /// <returns>The checkpoints over more than <paramref name="size"/> lines, smallest first.</returns>
    /// <exception cref="FormatException">A stored checkpoint is malformed.</exception>
    public async Task<IReadOnlyList<SignedCheckpoint>> Checkpoints(long size, CancellationToken stop)
    {
        TenantScope.Clear();
        await using var work = await database.Read(stop);
        var notes = await work.List<string>("select note from core.log_checkpoints where size > @size order by size", new { size });
        return [.. notes.Select(SignedCheckpoint.Read)];
    }

    /// <returns>The checkpoint over the most lines; null if there is none.</returns>
    public async Task<StoredCheckpoint?> ReadLastCheckpoint(CancellationToken stop)
    {
        TenantScope.Clear();
        await using var work = await database.Read(stop);
        return await work.One<StoredCheckpoint>(
            "select c.size, c.note, c.at, k.public_key from core.log_checkpoints c, core.log_key k order by c.size desc limit 1"
        );
    }

    private static async IAsyncEnumerable<T> Paged<T>(long first, int size, Func<long, Task<IReadOnlyList<T>>> read, Func<T, long> place)
    {
        var coming = read(first);
        try
        {
            for (var isMore = true; isMore; )
            {
                var page = await coming;
                isMore = page.Count == size;
                if (isMore)
                    coming = read(place(page[^1]) + 1);
                foreach (var one in page)
                    yield return one;
            }
        }
        finally
        {
            await ((Task)coming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // A caller that stops early doesn't await it.
        }
    }

    private async Task<IReadOnlyList<StoredLogLine>> ReadPlaces(long first, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<StoredLogLine>(
            $"select {Columns} from core.log_order o left join core.log l using (id) where o.pos >= @first order by o.pos limit @most",
            new { first, most = Page }
        );
    }

    private async Task<IReadOnlyList<Hash>> ReadHashes(long first, long end, CancellationToken stop)
    {
        TenantScope.Clear();
        await using var work = await database.Read(stop);
        return await work.List<Hash>(
            "select o.pos, l.leaf from core.log_order o join core.log l using (id) where o.pos >= @first and o.pos < @end order by o.pos limit @most",
            new
            {
                first,
                end,
                most = Page * 10,
            }
        );
    }
}

/// <param name="Note">Signed note with the origin, the size and the root.</param>
/// <param name="PublicKey">Public key as DER-encoded subject public key info.</param>
public sealed record StoredCheckpoint(long Size, string Note, DateTimeOffset At, byte[] PublicKey);
