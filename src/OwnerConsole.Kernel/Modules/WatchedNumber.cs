namespace OwnerConsole.Kernel.Modules;

/// <summary>A number that alert rules can watch.</summary>
/// <param name="Key">Permanent key, such as cpu.</param>
/// <param name="Title">Name of the number.</param>
/// <param name="Unit">Unit of the values and of the threshold, such as %.</param>
/// <param name="Target">What the number belongs to, such as Stripe; null if it belongs to services and their replicas.</param>
public sealed record WatchedNumber(string Key, string Title, string Unit, string? Target)
{
    /// <summary>Whether the number of a service is the highest of its replicas, instead of their mean.</summary>
    public bool UsesHighest { get; init; }

    public bool HasServices => Target is null;
}

/// <summary>The last value of a number.</summary>
/// <param name="Key">Key of the number.</param>
/// <param name="Service">Service that it belongs to; null for numbers without services.</param>
/// <param name="Replica">Replica of the service; null for numbers without services.</param>
/// <param name="Value">The last known value.</param>
/// <param name="LastAt">Time of the last data.</param>
/// <param name="IsFresh">Whether the value is recent enough to be compared.</param>
public sealed record NumberReading(string Key, string? Service, string? Replica, decimal Value, DateTimeOffset LastAt, bool IsFresh);

/// <summary>A threshold for a number.</summary>
/// <param name="Number">The number.</param>
/// <param name="Service">Service whose number is compared; null for all, and for numbers without services.</param>
/// <param name="IsByReplica">Whether each replica is compared, instead of each service.</param>
/// <param name="IsAbove">Whether the value must be above the threshold, instead of below.</param>
/// <param name="Threshold">Threshold in the unit of the number.</param>
public sealed record NumberCondition(WatchedNumber Number, string? Service, bool IsByReplica, bool IsAbove, decimal Threshold);

/// <summary>A period in which a condition was met.</summary>
/// <param name="Service">Service that met it; null for numbers without services.</param>
/// <param name="Replica">Replica that met it; null if services are compared, and for numbers without services.</param>
/// <param name="StartedAt">When it was first met.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record NumberPeriod(string? Service, string? Replica, DateTimeOffset StartedAt, DateTimeOffset EndedAt);
