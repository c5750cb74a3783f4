using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tenants.Features;

/// <summary>What decides about a feature: its last row, which is closed when it is retired.</summary>
public sealed record FeatureFacts(
    string FeatureId,
    long Revision,
    bool IsRetired,
    FeatureKind Kind,
    Reset Resets,
    int Decimals,
    string Name,
    string Unit,
    string Allows,
    Enforcement Enforcement,
    int Burst,
    Outage Outage
) : ISubject
{
    public string Id => FeatureId;

    public string TenantId => IdSource.Platform;

    internal FeatureTerms Terms => new(Kind, Resets, Decimals, Name, Unit, Allows, Enforcement, Burst, Outage);

    public static Task<IReadOnlyList<FeatureFacts>> Load(IReadOnlyList<string> ids, Work work) =>
        work.List<FeatureFacts>(
            $"""
            select f.feature_id, (select count(*) + count(e.closed_by) from features.features e where e.feature_id = f.feature_id) as revision,
                   f.closed_by is not null as is_retired, f.kind, f.resets, f.decimals, f.name, f.unit, f.allows, f.enforcement, f.burst, f.outage
              from features.features f
             where f.feature_id = any(@ids) and not exists (select 1 from features.features l where l.feature_id = f.feature_id and l.opened_at > f.opened_at)
             order by f.feature_id
             {work.ForUpdate("f")}
            """,
            new { ids }
        );
}
