using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>Something that the owner decided, or that happened in the console.</summary>
/// <param name="Id">the same whenever it is told again</param>
/// <param name="Type">such as <c>tenant.suspended</c></param>
/// <param name="Data">what it says, in snake_case</param>
/// <param name="Services">of a scope that ends with the handler</param>
public sealed record ToldEvent(string Id, string Type, DateTimeOffset At, JsonElement Data, IServiceProvider Services)
{
    /// <summary>Only grows: what is smaller than the last one that you acted on is old news.</summary>
    public long Sequence => Data.TryGetProperty("sequence", out var sequence) ? sequence.GetInt64() : 0;

    /// <summary>Whom it is about; null where it is about no tenant.</summary>
    public Named? Tenant => Data.TryGetProperty("tenant", out var tenant) ? tenant.Deserialize<Named>(ConsoleJson.Options) : null;

    public T? As<T>() => Data.Deserialize<T>(ConsoleJson.Options);
}
