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

/// <summary>SLAs for which a credit can be given, also removed ones, because their closed periods stay.</summary>
public sealed class SlaSource : IOptionSource
{
    public const string Key = "sla";

    private const int MaxSlas = 200;

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        TenantScope.Current is not null
            ? []
            : await work.List<Option>(
                """
                select l.sla_id as key, l.name
                  from (select distinct on (a.sla_id) a.sla_id, a.name, a.closed_by is null as is_current
                          from agreements.slas a
                         where a.tenant_id = 'tnt_platform'
                         order by a.sla_id, a.closed_by is null desc, a.opened_at desc) l
                 order by l.is_current desc, lower(l.name), l.sla_id
                 limit @limit
                """,
                new { limit = MaxSlas }
            );
}
