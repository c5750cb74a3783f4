using System.Runtime.InteropServices;
using System.Text.Json;

namespace OwnerConsole.Kernel.Modules;

/// <summary>
/// Rejects JSON strings that PostgreSQL can't store, such as unpaired surrogates and NUL characters, so that no other code has to check for them.
/// </summary>
internal static class BodyTextCheck
{
    /// <param name="at">Path of the value; empty for the whole body.</param>
    /// <exception cref="Problem">400 with the path of the string.</exception>
    public static void Check(JsonElement json, string at)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                    Check(member.Value, at.Length == 0 ? member.Name : $"{at}.{member.Name}");
                break;
            case JsonValueKind.Array:
                var place = 0;
                foreach (var element in json.EnumerateArray())
                    Check(element, $"{at}[{place++}]");
                break;
            case JsonValueKind.String when !IsPlain(JsonMarshal.GetRawUtf8Value(json)) && !IsText(json):
                throw Problem.Invalid(at.Length == 0 ? "body" : at, "contains an invalid character: a NUL or an unpaired surrogate.");
            default:
                break;
        }
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
