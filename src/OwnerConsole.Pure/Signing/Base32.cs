namespace OwnerConsole.Pure.Signing;

/// <summary>RFC 4648 base 32 without padding, used by authenticator apps for manually entered keys.</summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <returns>Eight characters per five bytes, with a shorter last group; empty for no bytes.</returns>
    public static string Format(ReadOnlySpan<byte> bytes)
    {
        var text = new System.Text.StringBuilder((bytes.Length * 8 + 4) / 5);
        var (held, bits) = (0, 0);
        foreach (var value in bytes)
        {
            held = ((held << 8) | value) & 0xFFFF;
            for (bits += 8; bits >= 5; bits -= 5)
                text.Append(Alphabet[(held >> (bits - 5)) & 31]);
        }
        if (bits > 0)
            text.Append(Alphabet[(held << (5 - bits)) & 31]);
        return text.ToString();
    }
}
