using System.Numerics;

namespace OwnerConsole.Pure.Signing;

/// <summary>Numbers as digits and letters of fixed length: nothing that a double click or a shell would split.</summary>
internal static class Base62
{
    public const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <returns>the lowest <paramref name="length"/> digits of the unsigned number that the bytes are</returns>
    public static string Format(ReadOnlySpan<byte> bytes, int length)
    {
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var text = new char[length];
        for (var at = length - 1; at >= 0; at--)
        {
            number = BigInteger.DivRem(number, Alphabet.Length, out var digit);
            text[at] = Alphabet[(int)digit];
        }
        return new(text);
    }

    public static bool Is(ReadOnlySpan<char> text, int length) => text.Length == length && text.IndexOfAnyExcept(Alphabet) < 0;
}
