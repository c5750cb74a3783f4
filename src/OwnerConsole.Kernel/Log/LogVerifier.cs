using System.Security.Cryptography;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Kernel.Log;

/// <summary>Verifies the log, signs verified lines, and proves single lines.</summary>
public sealed class LogVerifier(Database database, LogLineReader lines, LogKey logKey, CheckpointAnchor anchor)
{
    /// <summary>Verifies the whole log against all checkpoints in the database, in the anchor and in <paramref name="kept"/>.</summary>
    /// <param name="from">The first position whose line is verified itself; stored hashes before it are trusted.</param>
    public async Task<(LogCheck Check, Flaw? Flaw)> Verify(long from, IEnumerable<SignedCheckpoint> kept, CancellationToken stop)
    {
        var (check, unreadable) = await Begin(kept, stop);
        if (unreadable is not null)
            return (check, unreadable);
        await foreach (var (pos, leaf) in lines.Leaves(from, stop))
        {
            if (check.AddStored(pos, leaf) is { } flaw)
                return (check, flaw);
        }
        return (check, await Advance(check, stop) ?? check.Finish());
    }

    /// <summary>Continues with lines written, and signed by other nodes, since.</summary>
    internal async Task<Flaw?> Advance(LogCheck check, CancellationToken stop)
    {
        await foreach (var line in lines.From(check.Size + 1, stop))
        {
            if (check.IsUnrecorded(line)) // It was pruned since: its record was committed with it and exists by now.
                await ReadPruneRecords(check, stop);
            if (check.Add(line) is { } flaw)
                return flaw;
        }
        return null;
    }

    /// <summary>Signs the verified lines, stores the checkpoint and appends it to the anchor.</summary>
    /// <returns>False if a checkpoint over this many lines exists.</returns>
    public async Task<bool> Sign(LogCheck check, CancellationToken stop)
    {
        var (origin, key) = await logKey.Open(stop);
        using (key)
        {
            var note = SignedCheckpoint.Sign(new(origin, check.Size, check.Root), key).Note;
            await using (var work = await database.Write(WriteOrigin.Intake("log.checkpoint"), [], stop))
            {
                if (
                    await work.Execute("insert into core.log_checkpoints (size, note) values (@Size, @note) on conflict do nothing", new { check.Size, note })
                    == 0
                )
                    return false;
                await work.Commit();
            }
            anchor.Append(note);
            return true;
        }
    }

    /// <summary>Proves that the line at <paramref name="pos"/> is covered by the last checkpoint.</summary>
    /// <returns>Null if there is no such line, or no checkpoint covers it yet.</returns>
    public async Task<LineProof?> Prove(long pos, CancellationToken stop)
    {
        if (await lines.ReadLastCheckpoint(stop) is not { } last || pos < 1 || pos > last.Size || await lines.Between(pos, pos, stop) is not [var line])
            return null;
        var leaves = new List<byte[]>();
        await foreach (var (_, leaf) in lines.Leaves(last.Size + 1, stop))
            leaves.Add(leaf);
        return new(line, last, MerkleTree.Inclusion(leaves, (int)pos - 1));
    }

    private async Task ReadPruneRecords(LogCheck check, CancellationToken stop)
    {
        foreach (var record in await lines.ReadPruneRecords(stop))
            check.Expect(record);
    }

    /// <summary>Reads the key and the checkpoints first; if they are unreadable, they were changed.</summary>
    private async Task<(LogCheck Check, Flaw? Flaw)> Begin(IEnumerable<SignedCheckpoint> kept, CancellationToken stop)
    {
        var check = new LogCheck([]);
        try
        {
            var (_, key) = await logKey.Open(stop);
            using (key)
                check = new(key.ExportSubjectPublicKeyInfo());
            foreach (var signed in await lines.Checkpoints(0, stop))
                check.Expect(signed, isKept: false);
            foreach (var signed in anchor.Read().Concat(kept))
                check.Expect(signed, isKept: true);
            await ReadPruneRecords(check, stop);
            return (check, null);
        }
        catch (Exception changed) when (changed is FormatException or SecretException or CryptographicException)
        {
            return (check, new(Fault.Signature, 1, long.MaxValue, $"A checkpoint or the key of the log can no longer be read: {changed.Message}"));
        }
    }
}

/// <param name="Path">Sibling hashes from the leaf up to the root.</param>
public sealed record LineProof(StoredLogLine Line, StoredCheckpoint Checkpoint, IReadOnlyList<byte[]> Path);
