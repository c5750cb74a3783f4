using System.Globalization;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Kernel.Log;

/// <summary>Goes along the log once, line by line, and compares it with the checkpoints on the way; it can stop and go on with the lines that come later.</summary>
/// <param name="publicKey">the log's</param>
public sealed class LogCheck(byte[] publicKey)
{
    private readonly GrowingTree _tree = new();
    private readonly SortedDictionary<long, List<(SignedCheckpoint Signed, bool IsKept)>> _ahead = [];
    private readonly PruneCheck _pruned = new();
    private long _proved;

    /// <summary>Lines so far, all of them as they were signed.</summary>
    public long Size => _tree.Size;

    public byte[] Root => _tree.Root;

    public int Checkpoints { get; private set; }

    /// <summary>Lines whose text was removed under the retention policy: their hashes are believed, and no more is proved of them than their place, and what is left.</summary>
    public long Pruned => _pruned.Lines;

    /// <summary>When the youngest of these was written.</summary>
    public DateTimeOffset? LastPruned => _pruned.Last;

    /// <summary>A line that records a removal; before the lines that it is about.</summary>
    public void Expect(LoggedLine record) => _pruned.Expect(record);

    /// <summary>Whether the line was pruned after the records were read.</summary>
    internal bool IsUnrecorded(LoggedLine line) => line.PrunedAt is not null && !_pruned.IsRecorded(line.Pos);

    /// <param name="isKept">it comes from outside of the database</param>
    public void Expect(SignedCheckpoint signed, bool isKept)
    {
        if (!_ahead.TryGetValue(signed.Checkpoint.Size, out var at))
            _ahead[signed.Checkpoint.Size] = at = [];
        at.Add((signed, isKept));
    }

    /// <returns>null when the line is right, and with it every checkpoint that ends here</returns>
    public Flaw? Add(LoggedLine line) =>
        line is { Stored: null } && line.Pos == Size + 1
            ? new(Fault.Gap, line.Pos, line.Pos, Say($"The line at position {line.Pos} is missing."))
            : Add(
                line.Pos,
                line switch
                {
                    { Stored: null } => [],
                    { PrunedAt: null } => line.Leaf(),
                    _ => line.Stored,
                },
                line.Stored
            ) ?? _pruned.Add(line);

    /// <summary>As <see cref="Add(LoggedLine)"/>, believing the stored leaf: the line itself was looked at before.</summary>
    public Flaw? Believe(long pos, byte[] stored) => Add(pos, stored, stored);

    /// <summary>There are no more lines: a checkpoint that stands for more of them tells that some are gone.</summary>
    public Flaw? End()
    {
        foreach (var (signed, isKept) in _ahead.Values.SelectMany(at => at))
            return Signature(signed)
                ?? new Flaw(
                    Fault.Gap,
                    Size + 1,
                    signed.Checkpoint.Size,
                    Say($"The log ends after {Size} lines, but {Source(isKept)} covers {signed.Checkpoint.Size}.")
                );
        return null;
    }

    private Flaw? Add(long pos, byte[] leaf, byte[]? stored)
    {
        if (pos != Size + 1)
            return new(Fault.Gap, Size + 1, pos - 1, Say($"The line at position {Size + 1} is missing. The next line is at {pos}."));
        if (!leaf.AsSpan().SequenceEqual(stored))
            return new(Fault.Mismatch, pos, pos, "The line was changed: its hash differs from the hash stored with it.");
        _tree.Add(leaf);
        return Compare();
    }

    private Flaw? Compare()
    {
        while (_ahead.Count > 0 && _ahead.First() is var (size, here) && size <= Size)
        {
            foreach (var (signed, isKept) in here)
            {
                if (Signature(signed) is { } unsigned)
                    return unsigned;
                if (!signed.Checkpoint.Root.AsSpan().SequenceEqual(Root))
                    return new(
                        isKept ? Fault.Fork : Fault.Mismatch,
                        _proved + 1,
                        size,
                        Say(
                            $"These lines differ from those covered by {Source(isKept)}: one of them was changed together with its hash, inserted, reordered or removed."
                        )
                    );
                Checkpoints++;
            }
            _ahead.Remove(size);
            _proved = size;
        }
        return null;
    }

    private Flaw? Signature(SignedCheckpoint signed) =>
        signed.IsSignedBy(publicKey)
            ? null
            : new(
                Fault.Signature,
                signed.Checkpoint.Size,
                signed.Checkpoint.Size,
                Say($"The checkpoint over {signed.Checkpoint.Size} lines was not signed with this log's key, or was changed afterwards.")
            );

    private static string Source(bool isKept) => isKept ? "a checkpoint stored outside the database" : "a checkpoint in the database";

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
