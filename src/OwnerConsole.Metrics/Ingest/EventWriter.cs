using System.Threading.Channels;
using Npgsql;
using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>
/// Writes the events of its share of the tenants, up to a thousand per statement; events that arrive during a statement are written with the next
/// one. Senders are answered after the commit.
/// </summary>
/// <remarks>Each tenant has one writer, so that concurrent duplicates are processed in sequence without waiting for locks. It
/// isn't a <see cref="Batcher{TKey, TItem, TResult}"/>: it counts events instead of requests, refuses those beyond its limit, and is emptied at the
/// shutdown.</remarks>
/// <param name="number">Number that distinguishes its counts from those of other writers.</param>
internal sealed class EventWriter(Database database, int number)
{
    /// <summary>Maximum number of events in one statement; more would add latency but no throughput.</summary>
    public const int MaxBatchSize = 1000;

    /// <summary>Maximum number of queued events; further senders must retry.</summary>
    public const int MaxPending = 20_000;

    private readonly Channel<EventWriteRequest> _requests = Channel.CreateUnbounded<EventWriteRequest>(new() { SingleReader = true });
    private readonly RecentIds _recent = new();
    private int _pending;
    private bool _checksForRepeats;

    /// <returns>False if the queue is full and nothing was accepted.</returns>
    public bool TryEnqueue(EventWriteRequest parcel)
    {
        if (Interlocked.Add(ref _pending, parcel.Size) <= MaxPending && _requests.Writer.TryWrite(parcel))
            return true;
        Interlocked.Add(ref _pending, -parcel.Size);
        return false;
    }

    /// <summary>Accepts no more events; queued ones are still written.</summary>
    public void Close() => _requests.Writer.TryComplete();

    /// <summary>Runs until it is closed and empty.</summary>
    public async Task Run()
    {
        while (await _requests.Reader.WaitToReadAsync())
        {
            var some = new List<EventWriteRequest>();
            var size = 0;
            while (size < MaxBatchSize && _requests.Reader.TryRead(out var parcel))
            {
                some.Add(parcel);
                size += parcel.Size;
            }
            await Write(some);
            Interlocked.Add(ref _pending, -size);
        }
    }

    private async Task Write(List<EventWriteRequest> parcels)
    {
        try
        {
            var batch = new EventBatch(parcels);
            await Write(batch, batch.Rows, batch.Letters);
            if (batch.Refused is { Count: > 0 } refused)
                await TransientErrors.Retry(() => Commit(batch, [], refused), CancellationToken.None);
            foreach (var parcel in parcels)
                parcel.Complete(batch.Of(parcel));
        }
        catch (Exception error) // The senders are informed; the writer continues.
        {
            foreach (var parcel in parcels)
                parcel.Fail(error);
        }
    }

    /// <summary>
    /// A value rejected by PostgreSQL fails its whole statement, so the batch is halved until it is isolated and the other events are written.
    /// </summary>
    private async Task Write(EventBatch batch, IReadOnlyList<EventBatch.Row> rows, IReadOnlyList<EventBatch.RejectedRow> rejected)
    {
        try
        {
            await TransientErrors.Retry(() => Commit(batch, rows, rejected), CancellationToken.None);
        }
        catch (PostgresException error) when (error.SqlState.StartsWith("22", StringComparison.Ordinal) && rows.Count > 0)
        {
            if (rows.Count == 1)
                batch.Refuse(rows[0], new("bad_value", $"The database rejected one of its values: {error.MessageText}."));
            var half = rows.Count / 2;
            await Write(batch, [.. rows.Take(half)], rejected);
            if (half > 0)
                await Write(batch, [.. rows.Skip(half)], []);
        }
    }

    /// <summary>
    /// Most batches contain no duplicates, so none are looked up until a duplicate seems likely; then every event is checked while unexpected
    /// duplicates continue.
    /// </summary>
    private async Task<bool> Commit(EventBatch batch, IReadOnlyList<EventBatch.Row> rows, IReadOnlyList<EventBatch.RejectedRow> rejected)
    {
        var distinct = rows.DistinctBy(row => row.Event.Id).ToList();
        var guesses = distinct.Exists(row => _recent.Has(row.Event.Id));
        var looks = guesses || _checksForRepeats;
        IReadOnlyList<EventBatch.Row> accepted;
        try
        {
            accepted = await RemoveKnown(rows, distinct, rejected, looks);
        }
        catch (PostgresException error) when (!looks && error.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            accepted = await RemoveKnown(rows, distinct, rejected, looks: true);
        }
        foreach (var row in accepted)
            row.IsAccepted = true;
        _checksForRepeats = !guesses && accepted.Count < distinct.Count;
        foreach (var row in distinct)
            _recent.Add(row.Event.Id);
        return true;
    }

    /// <returns>The events that are new.</returns>
    private async Task<IReadOnlyList<EventBatch.Row>> RemoveKnown(
        IReadOnlyList<EventBatch.Row> rows,
        IReadOnlyList<EventBatch.Row> distinct,
        IReadOnlyList<EventBatch.RejectedRow> rejected,
        bool looks
    )
    {
        await using var work = await database.Write(
            WriteOrigin.Intake("event"),
            [.. distinct.Select(row => row.Event.TenantId).Append(IdGenerator.Platform).Distinct(StringComparer.Ordinal)]
        );
        var accepted = await EventSql.Keep(distinct, looks, work);
        EventSql.Write(accepted, work);
        EventSql.Keep(rejected, work);
        EventSql.Count(EventBatch.Counts(rows, accepted, rejected), number, work);
        work.Notify(EventProjector.WakeChannel);
        await work.Commit();
        return accepted;
    }
}
