using System.Text.Json;

namespace OwnerConsole.Reliability.Telemetry.Otlp;

/// <summary>Which service, and which of its replicas, a resource of OpenTelemetry metrics is.</summary>
internal static class OtlpResource
{
    /// <summary>Name of the replica of services that don't name theirs.</summary>
    public const string DefaultReplica = "default";

    private const string ServiceName = "service.name";

    /// <summary>Names of what a collector measures if the service has none: a workload of Kubernetes, a container, or a machine.</summary>
    private static readonly string[] s_services =
    [
        ServiceName,
        "k8s.deployment.name",
        "k8s.statefulset.name",
        "k8s.daemonset.name",
        "k8s.pod.name",
        "container.name",
        "host.name",
    ];

    private static readonly string[] s_replicas = ["service.instance.id", "k8s.pod.name", "container.name", "container.id", "host.name"];

    /// <returns>Names of at most 100 characters.</returns>
    public static (string Service, string Replica) Read(JsonElement resource)
    {
        var attributes = resource.Member("resource");
        return (Find(attributes, s_services) ?? OtlpTraceReader.ServiceName(resource), Find(attributes, s_replicas) ?? DefaultReplica);
    }

    /// <summary>Collectors report each process of a machine as a separate resource. It belongs to a service only if that is named.</summary>
    public static bool IsOfProcess(JsonElement resource, string metric) =>
        metric.StartsWith("process.", StringComparison.Ordinal) && Find(resource.Member("resource"), [ServiceName]) is null;

    private static string? Find(JsonElement attributes, IEnumerable<string> keys) =>
        keys.Select(key => OtlpTraceReader.NormalizeService(attributes.Attribute(key))).FirstOrDefault(name => name is not null);
}
