using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Pure.Ids;

namespace OwnerConsole.Kernel.Operations;

/// <summary>
/// Ids of objects that an operation creates, derived from the preview's id and the subject's id, so that a run creates exactly the objects its
/// preview showed.
/// </summary>
internal static class PreviewIdFactory
{
    /// <returns>A function from prefix and subject to an id; repeated calls for the same subject return further ids.</returns>
    public static Func<string, string, string> Of(string previewId)
    {
        var made = new Dictionary<(string Prefix, string About), int>();
        return (prefix, about) =>
        {
            var before = made[(prefix, about)] = made.GetValueOrDefault((prefix, about)) + 1;
            Span<byte> bytes = stackalloc byte[32];
            SHA256.HashData(Encoding.UTF8.GetBytes($"{previewId}/{about}/{prefix}/{before}"), bytes);
            TypeId.Parse(previewId).ToByteArray(bigEndian: true).AsSpan(0, 6).CopyTo(bytes); // The preview's timestamp keeps ids in order.
            bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
            bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
            return TypeId.Format(prefix, new Guid(bytes[..16], bigEndian: true));
        };
    }
}
