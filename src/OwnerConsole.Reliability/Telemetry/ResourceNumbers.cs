using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Resources;
using OwnerConsole.Reliability.Telemetry.Pages;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>CPU, memory and disk of each service: the mean of its replicas, or the fullest disk.</summary>
/// <remarks>A replica that uses nearly all of a resource needs attention.</remarks>
internal sealed class ResourceNumbers(TimeProvider clock) : IHealthNumberSource
{
    /// <summary>Share of a resource from which it is nearly used up.</summary>
    private const double HighShare = 0.9;

    public string Permission => ServiceRoutes.Read;

    public int Order => 30;

    public async Task<IReadOnlyList<HealthNumber>> Find(Caller caller, UnitOfWork work)
    {
        var now = clock.GetUtcNow();
        var numbers = (await ReplicaRows.List(service: null, now, work))
            .GroupBy(row => (row.Resource, row.Service))
            .OrderBy(rows => rows.Key.Resource)
            .ThenBy(rows => rows.Key.Service, StringComparer.Ordinal)
            .Select(rows => Number(rows.Key.Service, rows.Key.Resource, [.. rows], now))
            .ToList();
        if (numbers.TrueForAll(number => number.Key != Key(ResourceKind.Cpu)))
            numbers.Add(
                Missing(
                    ResourceKind.Cpu,
                    HealthNumberUnit.Percent,
                    "Send the metric process.cpu.utilization with OpenTelemetry to see the CPU use of your services."
                )
            );
        if (numbers.TrueForAll(number => number.Key != Key(ResourceKind.Memory)))
            numbers.Add(
                Missing(
                    ResourceKind.Memory,
                    HealthNumberUnit.Bytes,
                    "Send the metric process.memory.usage with OpenTelemetry to see the memory of your services."
                )
            );
        return numbers;
    }

    /// <param name="rows">At least one.</param>
    private static HealthNumber Number(string service, ResourceKind resource, IReadOnlyList<ReplicaRow> rows, DateTimeOffset now)
    {
        var fresh = rows.Where(row => row.IsFresh(now) && row.LastValue is not null).ToList();
        var unit = (fresh.Count > 0 ? fresh : rows).MinBy(row => row.Rank)!.Unit; // not empty
        var same = fresh.Where(row => row.Unit == unit).ToList();
        var fullest = same.MaxBy(row => row.Share ?? -1);
        double? value =
            resource is ResourceKind.Disk ? fullest?.LastValue
            : same.Count > 0 ? same.Average(row => row.LastValue)
            : null;
        return new(
            Key(resource),
            ResourceLabels.Title(resource),
            UnitOf(unit),
            value is { } known ? Round(unit, known) : null,
            value is null ? HealthNumberState.NoData
                : fresh.Exists(row => row.Share >= HighShare) ? HealthNumberState.High
                : HealthNumberState.Ok,
            Summary(resource, same, rows.Any(row => row.IsFresh(now))),
            ServiceRoutes.Of(service)
        )
        {
            Service = service,
            IsLowerBetter = true,
            Maximum = resource is ResourceKind.Disk && fullest?.Maximum is { } maximum ? Round(unit, maximum) : null,
            LastAt = rows.Max(row => row.LastAt),
        };
    }

    /// <param name="replicas">Replicas with a current value in the same unit.</param>
    /// <param name="isReported">Whether there are current values, also of counters whose use is not known yet.</param>
    private static string Summary(ResourceKind resource, IReadOnlyList<ReplicaRow> replicas, bool isReported) =>
        replicas.Count == 0
            ? isReported
                ? "The first value follows from the second report."
                : "No values in the last 15 minutes."
            : resource is ResourceKind.Disk
                ? "Fullest file system of all replicas."
                : replicas.Count == 1
                    ? $"Last value of {replicas[0].Metric}."
                    : $"Mean of {replicas.Count} replicas.";

    private static decimal Round(ResourceUnit unit, double value) =>
        unit switch
        {
            ResourceUnit.Bytes => Math.Round((decimal)value),
            ResourceUnit.Cpus => Math.Round((decimal)value, 2),
            _ => Math.Round(100 * (decimal)value, 1),
        };

    private static HealthNumberUnit UnitOf(ResourceUnit unit) =>
        unit switch
        {
            ResourceUnit.Bytes => HealthNumberUnit.Bytes,
            ResourceUnit.Cpus => HealthNumberUnit.Cpus,
            _ => HealthNumberUnit.Percent,
        };

    private static HealthNumber Missing(ResourceKind resource, HealthNumberUnit unit, string summary) =>
        new(Key(resource), ResourceLabels.Title(resource), unit, null, HealthNumberState.NoData, summary, ServiceRoutes.Address) { IsLowerBetter = true };

    private static string Key(ResourceKind resource) => resource.ToText();
}
