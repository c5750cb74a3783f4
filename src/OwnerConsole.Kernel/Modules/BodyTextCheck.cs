using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>
/// Rejects JSON that PostgreSQL can't store, such as unpaired surrogates, NUL characters and numbers out of its range, so that no other code has to
/// check for them.
/// </summary>
internal static class BodyTextCheck
{
    private const int MaxDigits = 1_000,
        MaxExponent = 300;

    /// <param name="at">Path of the value; empty for the whole body.</param>
    /// <exception cref="Problem">400 with the path of the value.</exception>
    public static void Check(JsonElement json, string at)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    var name = NameOf(member) ?? throw Problem.Invalid(at.Length == 0 ? "body" : at, "contains a field name with an invalid character.");
                    Check(member.Value, at.Length == 0 ? name : $"{at}.{name}");
                }
                break;
            case JsonValueKind.Array:
                var place = 0;
                foreach (var element in json.EnumerateArray())
                    Check(element, $"{at}[{place++}]");
                break;
            case JsonValueKind.String when !IsPlain(JsonMarshal.GetRawUtf8Value(json)) && !IsText(json):
                throw Problem.Invalid(at.Length == 0 ? "body" : at, "contains an invalid character: a NUL or an unpaired surrogate.");
            case JsonValueKind.Number when !IsInRange(JsonMarshal.GetRawUtf8Value(json)):
                throw Problem.Invalid(
                    at.Length == 0 ? "body" : at,
                    $"must have at most {MaxDigits} digits and an exponent from -{MaxExponent} to {MaxExponent}."
                );
            default:
                break;
        }
    }

    /// <returns>Null if the name can't be decoded or contains a NUL.</returns>
    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name.Contains('\0', StringComparison.Ordinal) ? null : member.Name;
        }
        catch (InvalidOperationException)
        {
            return null; // thrown when the bytes can't be decoded
        }
    }

    private static bool IsInRange(ReadOnlySpan<byte> number)
    {
        var exponent = number.IndexOfAny((byte)'e', (byte)'E');
        return number.Length <= MaxDigits
            && (exponent < 0 || (Utf8Parser.TryParse(number[(exponent + 1)..], out int power, out _) && Math.Abs((long)power) <= MaxExponent));
    }

    /// <summary>True for printable ASCII without escapes, which needs no further check.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> raw) => !raw.Contains((byte)'\\') && !raw.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    private static bool IsText(JsonElement json)
    {
        try
        {
            return !json.GetString()!.Contains('\0', StringComparison.Ordinal); // the value is a string
        }
        catch (InvalidOperationException)
        {
            return false; // thrown when the bytes can't be decoded
        }
    }
}
