using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Thresholds;

/// <summary>Tenants that have reached a limit or are near one (<see cref="NearLimitThreshold"/>), for the list of things that need attention.</summary>
public sealed class LimitAttentionSource : IAttentionSource
{
    public string Permission => "tenant.read";

    public string UrgentTenants => ReachedThresholds.UrgentTenants;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work) =>
        AttentionList.OfFirst(
            [.. (await ReachedThresholds.FindReached(mode, null, NearLimitThreshold.Percent, Paging.MaxCounted, work)).Select(Of)],
            "limits reached or near",
            "/plans/limits"
        );

    public async Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Mode mode, UnitOfWork work) =>
        [.. (await ReachedThresholds.FindReached(mode, tenantId, NearLimitThreshold.Percent, AttentionList.MaxListed, work)).Select(Of)];

    private static AttentionItem Of(Threshold reached) =>
        new(
            reached.Percent < 100 ? Urgency.ThisWeek : Urgency.Today,
            $"{reached.TenantName} has used {Allowance.Plain(reached.Used)} of {Allowance.Plain(reached.Allows)} {Nouns.OfUnit(reached.Unit, Allowance.Plain(reached.Allows))} ({reached.FeatureName}).",
            $"/tenants/{reached.TenantId}",
            "Open",
            Since: reached.Since
        )
        {
            TenantId = reached.TenantId,
            Action = new("tenant.override_limit", reached.TenantId, "Raise limit") { Values = [("feature", reached.Feature)] },
        };
}
