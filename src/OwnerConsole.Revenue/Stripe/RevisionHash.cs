using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Revenue.Stripe;

/// <summary>Calculates a revision from facts, for records that have no version of their own.</summary>
internal static class RevisionHash
{
    public static long Of(params IEnumerable<string> facts) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', facts))));
}
