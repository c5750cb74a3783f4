using System.Threading.Channels;
using Npgsql;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>
/// Writes the events of its share of the tenants, up to a thousand per statement; events that arrive during a statement are written with the next
/// one. Senders are answered after the commit.
/// </summary>
/// <remarks>Each tenant has one writer, so that concurrent duplicates are processed in sequence without waiting for locks.</remarks>
/// <param name="number">Number that distinguishes its counts from those of other writers.</param>
internal sealed class EventWriter(Database database, EventUpkeep upkeep, int number)
{
    /// <summary>Maximum number of events in one statement; more would add latency but no throughput.</summary>
    public const int Most = 1000;

    /// <summary>Maximum number of queued events; further senders must retry.</summary>
    public const int Room = 20_000;

    private readonly Channel<Parcel> _parcels = Channel.CreateUnbounded<Parcel>(new() { SingleReader = true });
    private readonly RecentIds _recent = new();
    private int _waiting;
    private bool _looks;

    /// <returns>False if the queue is full and nothing was accepted.</returns>
    public bool TryTake(Parcel parcel)
    {
        if (Interlocked.Add(ref _waiting, parcel.Size) <= Room && _parcels.Writer.TryWrite(parcel))
            return true;
        Interlocked.Add(ref _waiting, -parcel.Size);
        return false;
    }

    /// <summary>Accepts no more events; queued ones are still written.</summary>
    public void Close() => _parcels.Writer.TryComplete();

    /// <summary>Runs until it is closed and empty.</summary>
    public async Task Run()
    {
        while (await _parcels.Reader.WaitToReadAsync())
        {
            var some = new List<Parcel>();
            var size = 0;
            while (size < Most && _parcels.Reader.TryRead(out var parcel))
            {
                some.Add(parcel);
                size += parcel.Size;
            }
            await Write(some);
            Interlocked.Add(ref _waiting, -size);
        }
    }

    private async Task Write(List<Parcel> parcels)
    {
        try
        {
            var batch = new Batch(parcels);
            await Write(batch, batch.Rows, batch.Letters);
            if (batch.Refused is { Count: > 0 } refused)
                await Transient.Again(() => Commit(batch, [], refused), CancellationToken.None);
            foreach (var parcel in parcels)
                parcel.Finish(batch.Of(parcel));
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
    private async Task Write(Batch batch, IReadOnlyList<Batch.Row> rows, IReadOnlyList<Batch.Letter> letters)
    {
        try
        {
            await Transient.Again(() => Commit(batch, rows, letters), CancellationToken.None);
        }
        catch (PostgresException error) when (error.SqlState.StartsWith("22", StringComparison.Ordinal) && rows.Count > 0)
        {
            if (rows.Count == 1)
                batch.Refuse(rows[0], new("bad_value", $"The database rejected one of its values: {error.MessageText}."));
            var half = rows.Count / 2;
            await Write(batch, [.. rows.Take(half)], letters);
            if (half > 0)
                await Write(batch, [.. rows.Skip(half)], []);
        }
    }

    /// <summary>
    /// Most batches contain no duplicates, so none are looked up until a duplicate seems likely; then every event is checked while unexpected
    /// duplicates continue.
    /// </summary>
    private async Task<bool> Commit(Batch batch, IReadOnlyList<Batch.Row> rows, IReadOnlyList<Batch.Letter> letters)
    {
        var distinct = rows.DistinctBy(row => row.Event.Id).ToList();
        var guesses = distinct.Exists(row => _recent.Has(row.Event.Id));
        var looks = guesses || _looks;
        IReadOnlyList<Batch.Row> accepted;
        try
        {
            accepted = await Once(rows, distinct, letters, looks);
        }
        catch (PostgresException error) when (!looks && error.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            accepted = await Once(rows, distinct, letters, looks: true);
        }
        foreach (var row in accepted)
            row.IsAccepted = true;
        _looks = !guesses && accepted.Count < distinct.Count;
        foreach (var row in distinct)
            _recent.Add(row.Event.Id);
        return true;
    }

    /// <returns>The events that are new.</returns>
    private async Task<IReadOnlyList<Batch.Row>> Once(
        IReadOnlyList<Batch.Row> rows,
        IReadOnlyList<Batch.Row> distinct,
        IReadOnlyList<Batch.Letter> letters,
        bool looks
    )
    {
        await using var work = await database.Write(
            Door.Intake("event"),
            [.. distinct.Select(row => row.Event.TenantId).Append(IdSource.Platform).Distinct(StringComparer.Ordinal)]
        );
        var accepted = await EventSql.Keep(distinct, upkeep.KnowsKeys, looks, work);
        EventSql.Write(accepted, work);
        EventSql.Keep(letters, work);
        EventSql.Count(Batch.Counts(rows, accepted, letters), number, work);
        work.Call(Folding.Wake);
        await work.Commit();
        return accepted;
    }
}
