using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>Usage that was allowed while the console was unreachable.</summary>
/// <param name="Body">Body of the original request.</param>
/// <param name="At">Time of the usage.</param>
/// <param name="File">File in the spool; null if there is none.</param>
internal sealed record PendingUsage(JsonNode Body, string Key, DateTimeOffset At, [property: JsonIgnore] string? File = null)
{
    /// <summary>Validates an entry from disk, which any program may have written: keys must consist of printable characters.</summary>
    [JsonIgnore]
    public bool IsWhole => Body is JsonObject && Key is { Length: > 0 } && Key.All(letter => letter is > ' ' and <= '~');
}
