using System.Buffers.Binary;
using System.Text;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Kernel.Log;

/// <summary>A stored line with its position in the order: what is hashed, and what records with more about the line extend.</summary>
/// <param name="Event">Event for the application and other subscribers, if any, with <paramref name="EventId"/> and <paramref name="Data"/>.</param>
/// <param name="Stored">The hash stored with the line, which is its leaf in the tree that checkpoints sign; null while it is being written, and for positions without a line.</param>
/// <param name="PrunedAt">When its sentence and data were removed under the retention policy, see <see cref="LogRetention"/>; its hash can't be
/// recalculated since then.</param>
public record StoredLogLine(
    long Pos,
    DateTimeOffset At,
    string TenantId,
    string Kind,
    string Actor,
    string? RunId,
    string? Operation,
    string? Subject,
    string Outcome,
    string? Code,
    string Sentence,
    string? EventId,
    string? Event,
    string? Data,
    byte[]? Stored = null,
    DateTimeOffset? PrunedAt = null
)
{
    private const string Version = "1";

    /// <summary>
    /// The hashed bytes: each field preceded by its length as a four-byte big-endian integer, so that different lines have different bytes; an absent
    /// field has the length -1.
    /// </summary>
    public byte[] Bytes()
    {
        string?[] fields =
        [
            Version,
            At.UtcDateTime.ToString("O"),
            TenantId,
            Kind,
            Actor,
            RunId,
            Operation,
            Subject,
            Outcome,
            Code,
            Sentence,
            EventId,
            Event,
            Data,
        ];
        var bytes = new byte[fields.Sum(field => 4 + (field is null ? 0 : Encoding.UTF8.GetByteCount(field)))];
        var at = 0;
        foreach (var field in fields)
        {
            var length = field is null ? -1 : Encoding.UTF8.GetBytes(field, bytes.AsSpan(at + 4));
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), length);
            at += 4 + Math.Max(length, 0);
        }
        return bytes;
    }

    public byte[] Leaf() => MerkleTree.Leaf(Bytes());

    /// <summary>The remaining line after its sentence and data were removed.</summary>
    public StoredLogLine Pruned(int days) => this with { Sentence = LogRetention.Notice(days), Data = null };
}
