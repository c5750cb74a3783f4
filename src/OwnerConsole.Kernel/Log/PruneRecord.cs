using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Log;

/// <summary>The data of a line of the log that records a removal under the retention policy: of which lines, and a hash of what is left of them.</summary>
/// <param name="Policy">the run that set the policy</param>
/// <param name="Days">that the policy keeps lines for</param>
/// <param name="Before">every line is older</param>
/// <param name="Ranges">positions, in order</param>
/// <param name="Count">of the lines</param>
/// <param name="Settled">up to this position nothing is left to remove</param>
/// <param name="Rest">SHA-256 over what is left of the lines, see <see cref="PruneDigest"/>; in base64</param>
public sealed record PruneRecord(string Policy, int Days, DateTimeOffset Before, IReadOnlyList<PrunedRange> Ranges, int Count, long Settled, string Rest)
{
    public const string Code = "log_pruned";

    /// <summary>A condition in SQL: the line records a removal.</summary>
    public static string Lines(string alias) => $"({alias}.kind = 'system' and {alias}.code is not distinct from '{Code}')";

    public string ToJson() => Json.Text(this);

    /// <returns>null when the line is no record, is not what was written, or allows what no policy does</returns>
    public static PruneRecord? Of(LoggedLine line)
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

/// <summary>Lines next to each other, by their positions.</summary>
public sealed record PrunedRange(long From, long To)
{
    /// <param name="positions">in order</param>
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

/// <summary>Hashes what is left of pruned lines, in their order: each time SHA-256 over the hash so far, the position in eight bytes, the highest first, and the hash of the line without its own sentence and data.</summary>
/// <remarks>The hash is in the record, and so under the next checkpoint: who did what stays proved although the line's own hash can't be recalculated.</remarks>
public sealed class PruneDigest(int days)
{
    private byte[] _hash = [];

    public int Count { get; private set; }

    public void Add(LoggedLine line)
    {
        var pos = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(pos, line.Pos);
        _hash = SHA256.HashData([.. _hash, .. pos, .. line.Pruned(days).Leaf()]);
        Count++;
    }

    public string Value() => Convert.ToBase64String(_hash);
}
