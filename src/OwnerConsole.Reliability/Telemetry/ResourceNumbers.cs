using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Resources;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>CPU and memory of each service, from the last values of the metrics that it sends. Replicas of a service share them.</summary>
internal sealed class ResourceNumbers(TimeProvider clock) : IHealthNumberSource
{
    private const string CpuKey = "cpu",
        MemoryKey = "memory";

    /// <summary>Share of a CPU or of memory from which it is nearly used up.</summary>
    private const double HighShare = 0.9;

    /// <summary>How old a value can be. OpenTelemetry sends metrics once a minute, and Prometheus probes read them at least every five minutes.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(15);

    /// <summary>Services without values for this long are left out, because they probably no longer exist.</summary>
    private static readonly TimeSpan s_forgotten = TimeSpan.FromDays(1);

    private static readonly string[] s_metrics = [.. CpuMetrics.Names, .. MemoryMetrics.Names];

    public string Permission => ServiceRoutes.Read;

    public int Order => 30;

    public async Task<IReadOnlyList<HealthNumber>> Find(Caller caller, UnitOfWork work)
    {
        var now = clock.GetUtcNow();
        var services = (await ListSamples(now, work)).GroupBy(row => row.Service, row => row.Sample, StringComparer.Ordinal).ToList();
        List<HealthNumber> numbers =
        [
            .. services.Select(service => Number(service.Key, CpuKey, "CPU", CpuMetrics.Find(service), now)).OfType<HealthNumber>(),
            .. services.Select(service => Number(service.Key, MemoryKey, "Memory", MemoryMetrics.Find(service), now)).OfType<HealthNumber>(),
        ];
        if (numbers.TrueForAll(number => number.Key != CpuKey))
            numbers.Add(
                Missing(
                    CpuKey,
                    "CPU",
                    HealthNumberUnit.Percent,
                    "Send the metric process.cpu.utilization with OpenTelemetry to see the CPU use of your services."
                )
            );
        if (numbers.TrueForAll(number => number.Key != MemoryKey))
            numbers.Add(
                Missing(
                    MemoryKey,
                    "Memory",
                    HealthNumberUnit.Bytes,
                    "Send the metric process.memory.usage with OpenTelemetry to see the memory of your services."
                )
            );
        return numbers;
    }

    /// <returns>At most a thousand, because the number of series is limited.</returns>
    private static async Task<IEnumerable<ServiceSample>> ListSamples(DateTimeOffset now, UnitOfWork work)
    {
        var rows = await work.List<SeriesRow>(
            """
            select service, metric, labels, last_value, last_at from telemetry.series
             where tenant_id = 'tnt_platform' and kind in ('gauge', 'total') and metric = any(@metrics) and last_at > @after
             order by service, metric, series_id
            """,
            new { metrics = s_metrics, after = now - s_forgotten }
        );
        return rows.Select(row => new ServiceSample(row.Service, new(row.Metric, Labels(row.Labels), row.LastValue, row.LastAt)));
    }

    private static Dictionary<string, string> Labels(JsonElement labels) =>
        labels.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "", StringComparer.Ordinal);

    /// <returns>Null if the service doesn't report it.</returns>
    private static HealthNumber? Number(string service, string key, string title, ResourceUse? use, DateTimeOffset now)
    {
        if (use is null)
            return null;
        var isFresh = use.At > now - s_fresh;
        var (unit, value) = use.Unit switch
        {
            ResourceUnit.Bytes => (HealthNumberUnit.Bytes, Math.Round((decimal)use.Value)),
            ResourceUnit.Cpus => (HealthNumberUnit.Cpus, Math.Round((decimal)use.Value, 2)),
            _ => (HealthNumberUnit.Percent, Math.Round(100 * (decimal)use.Value, 1)),
        };
        return new(
            key,
            title,
            unit,
            isFresh ? value : null,
            !isFresh ? HealthNumberState.NoData
                : use.Share >= HighShare ? HealthNumberState.High
                : HealthNumberState.Ok,
            isFresh ? $"Last value of {use.Metric}." : "No values in the last 15 minutes.",
            ServiceRoutes.Of(service)
        )
        {
            Service = service,
            IsLowerBetter = true,
            LastAt = use.At,
        };
    }

    private static HealthNumber Missing(string key, string title, HealthNumberUnit unit, string summary) =>
        new(key, title, unit, null, HealthNumberState.NoData, summary, ServiceRoutes.Address) { IsLowerBetter = true };

    private sealed record SeriesRow(string Service, string Metric, JsonElement Labels, double LastValue, DateTimeOffset LastAt);

    private sealed record ServiceSample(string Service, ResourceSample Sample);
}
