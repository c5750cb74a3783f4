using System.Collections.Frozen;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Resources;
using OwnerConsole.Reliability.Telemetry.Otlp;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Stores CPU, memory and disk that processes report with their heartbeats, like those of OpenTelemetry.</summary>
internal sealed class HeartbeatMetrics : IProcessMetrics
{
    private const string DefaultService = "application";

    public async Task Record(string? service, string instance, IReadOnlyDictionary<string, double> metrics, UnitOfWork work)
    {
        var samples = metrics
            .Where(metric => ResourceReadings.Reads(metric.Key))
            .Select(metric => new ResourceSample(metric.Key, FrozenDictionary<string, string>.Empty, metric.Value, work.Now))
            .ToList();
        var (name, replica) = (
            OtlpTraceReader.NormalizeService(service) ?? DefaultService,
            OtlpTraceReader.NormalizeService(instance) ?? OtlpResource.DefaultReplica
        );
        await ReplicaRows.Add(
            await ReplicaLimit.Accept([.. ResourceReadings.Of(samples).Select(reading => new ReplicaReading(name, replica, reading))], work),
            work
        );
    }
}
