using System.Security.Cryptography;

namespace OwnerConsole.Identity;

/// <summary>Nonce that allows a response's own script and style elements. Hexadecimal, because base64 breaks in a page restored by the browser.</summary>
public sealed class Nonce
{
    public string Text { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);
}
