using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Validation rules for every text of every input.</summary>
internal static class InputTextCheck
{
    /// <exception cref="Problem">400: a text is too long or contains control characters.</exception>
    public static void Check(JsonElement input, IEnumerable<InputField> fields)
    {
        if (input.ValueKind is not JsonValueKind.Object)
            return; // The reader reports this error.
        var longest = fields.ToDictionary(field => field.Name, field => field.Longest, StringComparer.Ordinal);
        foreach (var member in input.EnumerateObject())
            Check(member.Value, $"input.{member.Name}", longest.GetValueOrDefault(member.Name, InputField.DefaultMaxLength));
    }

    private static void Check(JsonElement json, string at, int longest)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                    Check(member.Value, $"{at}.{member.Name}", longest);
                break;
            case JsonValueKind.Array:
                foreach (var element in json.EnumerateArray())
                    Check(element, at, longest);
                break;
            case JsonValueKind.String when json.GetString()!.Length > longest:
                throw Problem.Invalid(at, $"must be at most {longest} characters.");
            case JsonValueKind.String when json.GetString()!.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')):
                throw Problem.Invalid(at, "must not contain control characters.");
            default:
                break;
        }
    }
}
