namespace OwnerConsole.Metrics.Ingest;

/// <summary>Events of several requests that are written in one transaction, with their results.</summary>
internal sealed class EventBatch
{
    private readonly Dictionary<EventWriteRequest, Row[]> _rowsByRequest;
    private readonly Dictionary<Row, Rejection> _refused = [];

    public EventBatch(IReadOnlyList<EventWriteRequest> parcels)
    {
        _rowsByRequest = parcels.ToDictionary(parcel => parcel, parcel => parcel.Events.Select(said => new Row(parcel, said)).ToArray());
        Rows = [.. parcels.SelectMany(parcel => _rowsByRequest[parcel])];
        Letters = [.. parcels.SelectMany(parcel => parcel.Letters.Select(letter => new RejectedRow(parcel.Origin, letter.Body, letter.Why)))];
    }

    public IReadOnlyList<Row> Rows { get; }

    /// <summary>Events rejected by validation.</summary>
    public IReadOnlyList<RejectedRow> Letters { get; }

    /// <summary>Events rejected by the database.</summary>
    public IReadOnlyList<RejectedRow> Refused => [.. _refused.Select(pair => new RejectedRow(pair.Key.Parcel.Origin, pair.Key.Event.Raw, pair.Value))];

    public void Refuse(Row row, Rejection why) => _refused[row] = why;

    public EventWriteResult Of(EventWriteRequest parcel)
    {
        var mine = _rowsByRequest[parcel];
        var refused = mine.Where(_refused.ContainsKey).Select(row => new RejectedItem(row.Event.Index, _refused[row].Reason, _refused[row].Advice)).ToList();
        var accepted = mine.Count(row => row.IsAccepted);
        return new(accepted, mine.Length - accepted - refused.Count, refused);
    }

    /// <summary>
    /// Returns one row per sender and outcome. A batch can contain history and current events of one sender, which are counted together.
    /// </summary>
    /// <param name="accepted">The new ones among <paramref name="rows"/>.</param>
    public static IEnumerable<(EventOrigin Origin, string Outcome, int N)> Counts(
        IReadOnlyList<Row> rows,
        IReadOnlyList<Row> accepted,
        IReadOnlyList<RejectedRow> letters
    )
    {
        var fresh = accepted.CountBy(row => row.Parcel).ToDictionary();
        return rows.CountBy(row => row.Parcel)
            .SelectMany(all =>
            {
                var isNew = fresh.GetValueOrDefault(all.Key);
                return new[] { (all.Key.Origin, Outcome: "accepted", N: isNew), (all.Key.Origin, Outcome: "duplicate", N: all.Value - isNew) };
            })
            .Concat(letters.Select(letter => (letter.Origin, Outcome: letter.Why.Reason, N: 1)))
            .GroupBy(some => (Origin: some.Origin with { IsBackfill = false }, some.Outcome), some => some.N)
            .Select(group => (group.Key.Origin, group.Key.Outcome, N: group.Sum()))
            .Where(some => some.N > 0);
    }

    public sealed record RejectedRow(EventOrigin Origin, string Body, Rejection Why);

    /// <summary>An event of a parcel; a repeated event has its own row.</summary>
    public sealed class Row(EventWriteRequest parcel, IncomingEvent said)
    {
        public EventWriteRequest Parcel { get; } = parcel;
        public IncomingEvent Event { get; } = said;

        /// <summary>Whether the event was committed; otherwise it is a duplicate or was rejected by the database.</summary>
        public bool IsAccepted { get; set; }
    }
}
