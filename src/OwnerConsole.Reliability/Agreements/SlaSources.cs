using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.Objectives.Public;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>SLOs whose events an SLA can count.</summary>
public sealed class SlaSloSource : IOptionSource
{
    public const string Key = "sla_slo";

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        TenantScope.Current is not null ? [] : [.. (await ObjectiveBurn.List(work)).Select(slo => new Option(slo.Id, slo.Name))];
}

/// <summary>SLAs for which a credit can be given.</summary>
public sealed class SlaSource : IOptionSource
{
    public const string Key = "sla";

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        TenantScope.Current is not null ? [] : [.. (await Sla.List(work)).Select(sla => new Option(sla.Id, sla.Name))];
}
