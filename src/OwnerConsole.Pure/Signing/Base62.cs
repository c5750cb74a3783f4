using System.Numerics;

namespace OwnerConsole.Pure.Signing;

/// <summary>Fixed-length numbers made of digits and letters, which neither a double click nor a shell splits.</summary>
internal static class Base62
{
    public const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <returns>The lowest <paramref name="length"/> digits of the bytes as an unsigned number.</returns>
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

    public static bool IsValid(ReadOnlySpan<char> text, int length) => text.Length == length && text.IndexOfAnyExcept(Alphabet) < 0;
}
