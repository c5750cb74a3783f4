using System.Runtime.InteropServices;
using System.Text.Json;

namespace OwnerConsole.Kernel.Modules;

/// <summary>JSON can say what no text can hold: half of a letter, and none at all. Nobody behind this has to think of it.</summary>
internal static class BodyTexts
{
    /// <param name="at">where it stands; empty for the whole body</param>
    /// <exception cref="Problem">400 that names the place</exception>
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
                throw Problem.Invalid(at.Length == 0 ? "body" : at, "has a character that no text can hold.");
            default:
                break;
        }
    }

    /// <summary>Nothing is written in another way than it is read.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> raw) => !raw.Contains((byte)'\\') && !raw.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    private static bool IsText(JsonElement json)
    {
        try
        {
            return !json.GetString()!.Contains('\0', StringComparison.Ordinal); // it is a string
        }
        catch (InvalidOperationException)
        {
            return false; // what the reader means by it where it can't make letters of the bytes
        }
    }
}
