using System.Security.Cryptography;

namespace OwnerConsole.Kernel.Identities;

/// <summary>The word of one answer that lets its own script and style elements run; hex, because base64 breaks inside a restored page.</summary>
public sealed class Nonce
{
    public string Text { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);
}
