namespace OwnerConsole.Kernel.Modules;

/// <summary>Marks a route that programs call for every event. Its calls have a separate rate limit, far above that of other routes.</summary>
public sealed class HighRateLimit
{
    /// <summary>Maximum calls per second and key.</summary>
    public const int CallsPerSecond = 1000;
}
