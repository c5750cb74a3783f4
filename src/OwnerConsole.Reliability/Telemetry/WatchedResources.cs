using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Resources;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>CPU, memory and disk of replicas for alert rules.</summary>
/// <remarks>A replica that doesn't report how much is available has no share, and is left out of the numbers in percent.</remarks>
internal sealed class WatchedResources : IWatchedNumberSource
{
    /// <summary>A replica that reports a maximum near zero has a share beyond all numbers, which is left out.</summary>
    private const double MaxValue = 1e15;

    private static readonly IReadOnlyList<WatchedResource> s_resources =
    [
        new(new("cpu", "CPU", "%", null), ResourceKind.Cpu, null, 100),
        new(new("cpu_cores", "CPU", "CPUs", null), ResourceKind.Cpu, ResourceUnit.Cpus, 1),
        new(new("memory", "Memory", "%", null), ResourceKind.Memory, null, 100),
        new(new("memory_size", "Memory", "MB", null), ResourceKind.Memory, ResourceUnit.Bytes, 1 / ByteCount.BytesPerMegabyte),
        new(new("disk", "Disk", "%", null) { UsesHighest = true }, ResourceKind.Disk, null, 100),
    ];

    public IReadOnlyList<WatchedNumber> Numbers { get; } = [.. s_resources.Select(resource => resource.Number)];

    public async Task<IReadOnlyList<NumberReading>> Read(IReadOnlyCollection<string> keys, DateTimeOffset now, UnitOfWork work)
    {
        var rows = await ReplicaRows.List(service: null, now, work);
        return
        [
            .. s_resources
                .Where(resource => keys.Contains(resource.Number.Key, StringComparer.Ordinal))
                .SelectMany(resource => rows.Select(row => Reading(resource, row, now)).OfType<NumberReading>()),
        ];
    }

    public async Task<IReadOnlyList<NumberPeriod>?> FindPast(NumberCondition condition, DateTimeOffset since, UnitOfWork work)
    {
        var resource = s_resources.Single(known => known.Number.Key == condition.Number.Key);
        return await PastResources.Find(condition, resource, since, work);
    }

    /// <returns>Null if the replica doesn't report the number.</returns>
    private static NumberReading? Reading(WatchedResource resource, ReplicaRow row, DateTimeOffset now)
    {
        if (row.Resource != resource.Kind)
            return null;
        var value =
            resource.Unit is null ? row.Share
            : row.Unit == resource.Unit ? row.LastValue
            : null;
        return value is { } known and >= 0 and <= MaxValue
            ? new(resource.Number.Key, row.Service, row.Replica, Math.Round((decimal)known * resource.Factor, 2), row.LastAt, row.IsFresh(now))
            : null;
    }
}

/// <summary>A number about a resource.</summary>
/// <param name="Kind">The resource.</param>
/// <param name="Unit">Unit of the stored values; null for the used share.</param>
/// <param name="Factor">The number is the stored value times this.</param>
internal sealed record WatchedResource(WatchedNumber Number, ResourceKind Kind, ResourceUnit? Unit, decimal Factor);
