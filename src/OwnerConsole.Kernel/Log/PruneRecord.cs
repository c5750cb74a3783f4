using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Log;

/// <summary>Data of a log entry that records a removal under the retention policy: the positions and a hash of the remaining lines.</summary>
/// <param name="Policy">Id of the run that set the policy.</param>
/// <param name="Days">Retention period of the policy in days.</param>
/// <param name="Before">Time before which all lines were written.</param>
/// <param name="Ranges">Position ranges, in order.</param>
/// <param name="Count">Number of lines.</param>
/// <param name="Settled">Position up to which nothing is left to remove.</param>
/// <param name="Rest">SHA-256 of the remaining lines in base64, see <see cref="PruneDigest"/>.</param>
public sealed record PruneRecord(string Policy, int Days, DateTimeOffset Before, IReadOnlyList<PrunedRange> Ranges, int Count, long Settled, string Rest)
{
    public const string Code = "log_pruned";

    /// <summary>SQL condition for lines that record a removal.</summary>
    public static string IsPruneRecord(string alias) => $"({alias}.kind = 'system' and {alias}.code is not distinct from '{Code}')";

    public string ToJson() => Json.Text(this);

    /// <returns>Null if the line is not a record, was changed, or exceeds what any policy allows.</returns>
    public static PruneRecord? Of(StoredLogLine line)
    {
        if (line is not { Kind: "system", Code: Code, PrunedAt: null, Stored: { } stored, Data: { } data } || !line.Leaf().AsSpan().SequenceEqual(stored))
            return null;
        try
        {
            var record = JsonSerializer.Deserialize<PruneRecord>(data, Json.Options);
            return
                record is not null
                && record.Days is >= LogRetention.MinDays and <= LogRetention.MaxDays
                && line.At - record.Before >= TimeSpan.FromDays(record.Days)
                && record.Ranges.All(range => range.From >= 1 && range.To >= range.From)
                && record.Ranges.Sum(range => range.To - range.From + 1) == record.Count
                ? record
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Adjacent lines, by position.</summary>
public sealed record PrunedRange(long From, long To)
{
    /// <param name="positions">Positions in order.</param>
    public static IReadOnlyList<PrunedRange> Of(IEnumerable<long> positions)
    {
        var ranges = new List<PrunedRange>();
        foreach (var pos in positions)
        {
            if (ranges is [.., var last] && last.To == pos - 1)
                ranges[^1] = last with { To = pos };
            else
                ranges.Add(new(pos, pos));
        }
        return ranges;
    }
}

/// <summary>
/// Hashes the remains of pruned lines in order: SHA-256 over the previous hash, the position as eight big-endian bytes, and the hash of the line
/// without its sentence and data.
/// </summary>
/// <remarks>
/// The hash is in the record and thus covered by the next checkpoint, so authorship remains provable although the line's own hash can't be
/// recalculated.</remarks>
public sealed class PruneDigest(int days)
{
    private byte[] _hash = [];

    public int Count { get; private set; }

    public void Add(StoredLogLine line)
    {
        var pos = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(pos, line.Pos);
        _hash = SHA256.HashData([.. _hash, .. pos, .. line.Pruned(days).Leaf()]);
        Count++;
    }

    public string Value() => Convert.ToBase64String(_hash);
}
