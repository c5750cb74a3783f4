using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>What was used while nobody could be asked.</summary>
/// <param name="Body">as it was asked</param>
/// <param name="At">when it happened</param>
/// <param name="File">where it is kept; null for nowhere</param>
internal sealed record Use(JsonNode Body, string Key, DateTimeOffset At, [property: JsonIgnore] string? File = null)
{
    /// <summary>What lies on a disk may have been written by anybody: a name is printed characters.</summary>
    [JsonIgnore]
    public bool IsWhole => Body is JsonObject && Key is { Length: > 0 } && Key.All(letter => letter is > ' ' and <= '~');
}
