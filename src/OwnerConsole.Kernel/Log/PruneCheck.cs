using System.Globalization;

namespace OwnerConsole.Kernel.Log;

/// <summary>Compares pruned lines with the lines that record their removal, while the log is verified in order.</summary>
internal sealed class PruneCheck
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Range, long> _ahead = new();
    private readonly List<Range> _here = [];
    private DateTimeOffset? _before; // Time at which the previous line was written.

    /// <summary>Number of lines without text.</summary>
    public long Lines { get; private set; }

    /// <summary>Time of the youngest of them; null if there is none.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>Invalid records are ignored; the lines they name count as unrecorded.</summary>
    public void Expect(StoredLogLine line)
    {
        if (PruneRecord.Of(line) is not { } record || !_known.Add(Convert.ToHexString(line.Stored!))) // A record has a hash.
            return;
        var recorded = new RecordedPruning(record);
        foreach (var range in record.Ranges)
            _ahead.Enqueue(new(range.From, range.To, recorded), range.From);
    }

    /// <summary>Advances to this position; positions must be requested in order.</summary>
    public bool IsRecorded(long pos)
    {
        while (_ahead.TryPeek(out var next, out var from) && from <= pos)
            _here.Add(_ahead.Dequeue());
        _here.RemoveAll(range => range.To < pos);
        return _here.Count > 0;
    }

    /// <returns>Null if the line matches its record, or has its text and no record.</returns>
    public Flaw? Add(StoredLogLine line)
    {
        var before = _before;
        _before = line.At;
        if (!IsRecorded(line.Pos))
            return line.PrunedAt is null
                ? null
                : Wrong(line.Pos, "The entry is marked as removed under the retention policy, but the log has no record of its removal.");
        if (_here.Count > 1)
            return Wrong(line.Pos, "Two entries record the removal of this entry, so one of them is forged.");
        var recorded = _here[0].Recorded;
        if (line.PrunedAt is not null)
        {
            if (line.At >= recorded.Record.Before || line.Sentence != LogRetention.Notice(recorded.Record.Days) || line.Data is not null)
                return Wrong(line.Pos, "The entry is marked as removed under the retention policy, but differs from the entry that the removal left.");
            if (line.At < before - LogRetention.ClockDrift)
                return Wrong(line.Pos, "The entry is marked as removed under the retention policy, but was written much later than its timestamp.");
            (Lines, Last) = (Lines + 1, Last > line.At ? Last : line.At);
        }
        recorded.Digest.Add(line);
        return recorded.Digest.Count == recorded.Record.Count && recorded.Digest.Value() != recorded.Record.Rest
            ? new(
                Fault.Mismatch,
                recorded.Record.Ranges[0].From,
                line.Pos,
                Say(
                    $"One of these {recorded.Record.Count} entries was changed after its text was removed: their remaining fields differ from the hash in the record."
                )
            )
            : null;
    }

    private static Flaw Wrong(long pos, string says) => new(Fault.Mismatch, pos, pos, says);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Range(long From, long To, RecordedPruning Recorded);

    private sealed record RecordedPruning(PruneRecord Record)
    {
        public PruneDigest Digest { get; } = new(Record.Days);
    }
}
