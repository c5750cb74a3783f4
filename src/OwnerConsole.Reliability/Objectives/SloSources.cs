using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Probes whose checks an SLO can count.</summary>
public sealed class SloProbeSource : IOptionSource
{
    public const string Key = "slo_probe";

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        TenantScope.Current is not null ? [] : [.. (await ProbeHealth.List(work)).Select(probe => new Option(probe.Id, probe.Name))];
}

/// <summary>Services whose requests an SLO can count.</summary>
public sealed class SloServiceSource : IOptionSource
{
    public const string Key = "slo_service";

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        TenantScope.Current is not null ? [] : [.. (await List(work)).Select(service => new Option(service, service))];

    /// <returns>Names of services with requests; there are at most 100.</returns>
    internal static Task<IReadOnlyList<string>> List(UnitOfWork work) =>
        work.List<string>("select distinct service from telemetry.routes where tenant_id = 'tnt_platform' order by service");
}
