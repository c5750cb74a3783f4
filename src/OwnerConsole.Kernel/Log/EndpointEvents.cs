using System.Text.Json;

namespace OwnerConsole.Kernel.Log;

/// <summary>Events for one webhook endpoint. Their data names it, and no other endpoint receives them, whatever it subscribes to.</summary>
public static class EndpointEvents
{
    /// <summary>A step of an automation reached a tenant.</summary>
    public const string StepReached = "automation.step_reached";

    /// <returns>ID of the only endpoint that receives the event; null if all subscribers receive it.</returns>
    public static string? FindEndpoint(StoredLogLine line)
    {
        if (line.Event != StepReached || line.Data is null)
            return null;
        using var data = JsonDocument.Parse(line.Data);
        return data.RootElement.GetProperty("endpoint").GetString();
    }
}
