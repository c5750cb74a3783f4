namespace OwnerConsole.Pure.Dependencies;

/// <summary>How a service depends on another one.</summary>
public enum DependencyStrength
{
    /// <summary>The service fails when the other one fails.</summary>
    Hard,

    /// <summary>The service works with limitations when the other one fails.</summary>
    Soft,
}

/// <summary>A dependency between two services.</summary>
/// <param name="Id">ID of the dependency.</param>
/// <param name="Service">Name of the service that depends on the other one.</param>
/// <param name="DependsOn">Name of the other service.</param>
/// <param name="Strength">What happens to the service when the other one fails.</param>
public sealed record ServiceEdge(string Id, string Service, string DependsOn, DependencyStrength Strength);
