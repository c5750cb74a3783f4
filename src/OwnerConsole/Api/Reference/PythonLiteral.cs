using System.Text.Json;

namespace OwnerConsole.Api.Reference;

/// <summary>Writes JSON as Python: True, False and None instead of true, false and null.</summary>
internal static class PythonLiteral
{
    /// <param name="json">Indented JSON.</param>
    public static string Of(string json) => Write(JsonSerializer.Deserialize<JsonElement>(json), "");

    private static string Write(JsonElement value, string indent) =>
        value.ValueKind switch
        {
            JsonValueKind.True => "True",
            JsonValueKind.False => "False",
            JsonValueKind.Null => "None",
            JsonValueKind.Object when value.EnumerateObject().Any() => Block(
                '{',
                value.EnumerateObject().Select(member => $"{JsonSerializer.Serialize(member.Name)}: {Write(member.Value, indent + "    ")}"),
                '}',
                indent
            ),
            JsonValueKind.Array when value.GetArrayLength() > 0 => Block('[', value.EnumerateArray().Select(item => Write(item, indent + "    ")), ']', indent),
            _ => value.GetRawText(),
        };

    private static string Block(char open, IEnumerable<string> parts, char close, string indent) =>
        $"{open}\n{string.Concat(parts.Select(part => $"{indent}    {part},\n"))}{indent}{close}";
}
