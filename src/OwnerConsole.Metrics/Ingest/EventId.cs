using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Identity of an event: 128 bits derived from tenant, source and id.</summary>
internal static class EventId
{
    /// <summary>
    /// If the application's id is a UUID version 7, the identity starts with the same timestamp, so that events arriving together are stored together
    /// and index lookups stay local.
    /// </summary>
    private const int TimestampLength = 6; // Bytes of the timestamp, RFC 9562 section 5.7.

    public static Guid Of(string tenantId, IntakeEvent said)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{tenantId}:{said.Source.Length}:{said.Source}{said.Id}")).AsSpan(0, 16);
        if (Guid.TryParse(said.Id, out var own) && own.Version == 7)
        {
            Span<byte> bytes = stackalloc byte[16];
            own.TryWriteBytes(bytes, bigEndian: true, out _);
            bytes[..TimestampLength].CopyTo(digest);
        }
        return new(digest, bigEndian: true);
    }
}
