using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>What an event is known by: 128 bits of its tenant, source and id.</summary>
internal static class EventId
{
    /// <summary>Where the application's id is a UUID of version 7, ours begins with the same milliseconds: what comes in together is kept together, and a look among millions stays near the last one.</summary>
    private const int Moment = 6; // bytes, RFC 9562 section 5.7

    public static Guid Of(string tenantId, ReportedEvent said)
    {
        var digest = Digest($"{tenantId}:{said.Source.Length}:{said.Source}{said.Id}");
        if (Guid.TryParse(said.Id, out var own) && own.Version == 7)
        {
            Span<byte> bytes = stackalloc byte[16];
            own.TryWriteBytes(bytes, bigEndian: true, out _);
            bytes[..Moment].CopyTo(digest);
        }
        return new(digest, bigEndian: true);
    }

    /// <summary>What the release before knows it by, within its tenant.</summary>
    public static Guid KeyBefore(ReportedEvent said) => new(Digest($"{said.Source.Length}:{said.Source}{said.Id}"));

    private static Span<byte> Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16);
}
