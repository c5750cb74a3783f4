using System.Text.Json;

namespace OwnerConsole.Kernel.Outbound;

/// <summary>Reads responses of services, which can be anything.</summary>
public static class VendorJson
{
    /// <returns>The response; undefined if it is not JSON.</returns>
    public static JsonElement Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <returns>A text or number as text; null if it is missing.</returns>
    public static string? Text(JsonElement response, string name) =>
        response.ValueKind is JsonValueKind.Object && response.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;
}
