using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>An event from the console, such as an action of the owner's team.</summary>
/// <param name="Id">The same for every delivery of the event.</param>
/// <param name="Type">Event type, such as <c>tenant.suspended</c>.</param>
/// <param name="Data">Data of the event, in snake_case.</param>
/// <param name="Services">Services of a scope that ends with the handler.</param>
public sealed record WebhookEvent(string Id, string Type, DateTimeOffset At, JsonElement Data, IServiceProvider Services)
{
    /// <summary>Increases with every event. Ignore events with a lower number than the last one you processed.</summary>
    public long Sequence => Data.TryGetProperty("sequence", out var sequence) ? sequence.GetInt64() : 0;

    /// <summary>Tenant of the event; null if it concerns no tenant.</summary>
    public EntityRef? Tenant => Data.TryGetProperty("tenant", out var tenant) ? tenant.Deserialize<EntityRef>(ConsoleJson.Options) : null;

    public T? As<T>() => Data.Deserialize<T>(ConsoleJson.Options);
}
