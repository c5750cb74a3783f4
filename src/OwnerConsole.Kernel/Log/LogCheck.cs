using System.Globalization;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Kernel.Log;

/// <summary>Verifies the log line by line against its checkpoints; it can pause and continue with later lines.</summary>
/// <param name="publicKey">Public key of the log.</param>
public sealed class LogCheck(byte[] publicKey)
{
    private readonly IncrementalMerkleTree _tree = new();
    private readonly SortedDictionary<long, List<(SignedCheckpoint Signed, bool IsKept)>> _upcoming = [];
    private readonly PruneCheck _pruned = new();
    private long _verified;

    /// <summary>Number of lines verified so far.</summary>
    public long Size => _tree.Size;

    public byte[] Root => _tree.Root;

    public int Checkpoints { get; private set; }

    /// <summary>
    /// Number of lines whose text was removed under the retention policy: their stored hashes are trusted, and only their position and remaining
    /// fields are proved.
    /// </summary>
    public long Pruned => _pruned.Lines;

    /// <summary>Time at which the youngest of them was written.</summary>
    public DateTimeOffset? LastPruned => _pruned.Last;

    /// <summary>Adds a line that records a removal; must precede the lines it covers.</summary>
    public void Expect(StoredLogLine record) => _pruned.Expect(record);

    /// <summary>Whether the line was pruned after the records were read.</summary>
    internal bool IsUnrecorded(StoredLogLine line) => line.PrunedAt is not null && !_pruned.IsRecorded(line.Pos);

    /// <param name="isKept">Whether it comes from outside the database.</param>
    public void Expect(SignedCheckpoint signed, bool isKept)
    {
        if (!_upcoming.TryGetValue(signed.Checkpoint.Size, out var at))
            _upcoming[signed.Checkpoint.Size] = at = [];
        at.Add((signed, isKept));
    }

    /// <returns>Null if the line and all checkpoints that end here are valid.</returns>
    public Flaw? Add(StoredLogLine line) =>
        line is { Stored: null } && line.Pos == Size + 1
            ? new(Fault.Gap, line.Pos, line.Pos, Say($"The entry at position {line.Pos} is missing."))
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

    /// <summary>Same as <see cref="Add(StoredLogLine)"/>, but trusts the stored leaf because the line itself was verified before.</summary>
    public Flaw? AddStored(long pos, byte[] stored) => Add(pos, stored, stored);

    /// <summary>Ends the verification: a checkpoint over more lines shows that lines are missing.</summary>
    public Flaw? Finish()
    {
        foreach (var (signed, isKept) in _upcoming.Values.SelectMany(at => at))
            return Signature(signed)
                ?? new Flaw(
                    Fault.Gap,
                    Size + 1,
                    signed.Checkpoint.Size,
                    Say($"The log ends after {Size} entries, but {Source(isKept)} covers {signed.Checkpoint.Size}.")
                );
        return null;
    }

    private Flaw? Add(long pos, byte[] leaf, byte[]? stored)
    {
        if (pos != Size + 1)
            return new(Fault.Gap, Size + 1, pos - 1, Say($"The entry at position {Size + 1} is missing. The next entry is at {pos}."));
        if (!leaf.AsSpan().SequenceEqual(stored))
            return new(Fault.Mismatch, pos, pos, "The entry was changed: its hash differs from the hash stored with it.");
        _tree.Add(leaf);
        return Compare();
    }

    private Flaw? Compare()
    {
        while (_upcoming.Count > 0 && _upcoming.First() is var (size, here) && size <= Size)
        {
            foreach (var (signed, isKept) in here)
            {
                if (Signature(signed) is { } unsigned)
                    return unsigned;
                if (!signed.Checkpoint.Root.AsSpan().SequenceEqual(Root))
                    return new(
                        isKept ? Fault.Fork : Fault.Mismatch,
                        _verified + 1,
                        size,
                        Say(
                            $"These entries differ from those covered by {Source(isKept)}: one of them was changed together with its hash, inserted, reordered or removed."
                        )
                    );
                Checkpoints++;
            }
            _upcoming.Remove(size);
            _verified = size;
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
                Say($"The checkpoint over {signed.Checkpoint.Size} entries was not signed with this log's key, or was changed afterwards.")
            );

    private static string Source(bool isKept) => isKept ? "a checkpoint stored outside the database" : "a checkpoint in the database";

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
