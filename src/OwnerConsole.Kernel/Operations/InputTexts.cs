using System.Text.Json;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Operations;

/// <summary>What holds for every text of every input.</summary>
internal static class InputTexts
{
    private const int Longest = 2_000;

    /// <exception cref="Problem">400: a text is too long, or has control characters</exception>
    public static void Check(JsonElement json, string at = "input")
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                    Check(member.Value, $"{at}.{member.Name}");
                break;
            case JsonValueKind.Array:
                foreach (var element in json.EnumerateArray())
                    Check(element, at);
                break;
            case JsonValueKind.String when json.GetString()!.Length > Longest:
                throw Problem.Invalid(at, $"has {Longest} characters at most.");
            case JsonValueKind.String when json.GetString()!.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')):
                throw Problem.Invalid(at, "must not have control characters.");
            default:
                break;
        }
    }
}
