using System.Text.Json;
using OwnerConsole.Pure.Resources;

namespace OwnerConsole.Reliability.Telemetry.Otlp;

/// <summary>Which service, and which of its replicas, a resource of OpenTelemetry is.</summary>
internal static class OtlpResource
{
    /// <summary>Name of the replica of services that don't name theirs.</summary>
    public const string DefaultReplica = "default";

    private const string ServiceNameKey = "service.name",
        PodName = "k8s.pod.name",
        HostName = "host.name";

    /// <summary>Number of hexadecimal digits.</summary>
    private const int ShortContainerId = 12,
        LongContainerId = 64;

    /// <summary>SDKs send this name, with that of the runtime, if the service has none.</summary>
    private const string UnknownService = "unknown_service";

    /// <summary>Names of what a collector measures if the service has none: a workload of Kubernetes, or a container.</summary>
    private static readonly string[] s_workloads =
    [
        "k8s.deployment.name",
        "k8s.statefulset.name",
        "k8s.daemonset.name",
        "k8s.cronjob.name",
        "k8s.container.name",
        "container.name",
    ];

    private static readonly string[] s_replicas = ["service.instance.id", PodName, "container.name", "container.id", HostName];

    /// <returns>Names of at most 100 characters.</returns>
    public static (string Service, string Replica) Read(JsonElement resource) =>
        (ServiceName(resource), Find(resource.Member("resource"), s_replicas) ?? DefaultReplica);

    /// <returns>Name of the service that sent it, the same in traces, metrics and logs.</returns>
    public static string ServiceName(JsonElement resource)
    {
        var attributes = resource.Member("resource");
        return FindService(attributes) ?? Find(attributes, [ServiceNameKey]) ?? UnknownService;
    }

    /// <summary>Pods have new names with each deployment. A service for each of them would use up the limits of a large cluster.</summary>
    private static string? FindService(JsonElement attributes) =>
        Find(attributes, [ServiceNameKey]) is { } name && !name.StartsWith(UnknownService, StringComparison.Ordinal) ? name
        : Find(attributes, s_workloads) is { } workload ? workload
        : Find(attributes, [PodName]) is { } pod ? PodNames.WithoutReplica(pod)
        : Find(attributes, [HostName]) is { } host && !IsContainerId(host) ? host
        : null;

    /// <summary>Docker names the host of a container by its ID, which changes with each deployment as the names of pods do.</summary>
    private static bool IsContainerId(string host) => host.Length is ShortContainerId or LongContainerId && host.All(char.IsAsciiHexDigitLower);

    /// <summary>Collectors report each process of a machine as a separate resource. It belongs to a service only if that is named.</summary>
    public static bool IsOfProcess(JsonElement resource, string metric) =>
        metric.StartsWith("process.", StringComparison.Ordinal) && Find(resource.Member("resource"), [ServiceNameKey]) is null;

    private static string? Find(JsonElement attributes, IEnumerable<string> keys) =>
        keys.Select(key => OtlpTraceReader.NormalizeService(attributes.Attribute(key))).FirstOrDefault(name => name is not null);
}
