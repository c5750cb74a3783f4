using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Thresholds;

/// <summary>Tenants that have reached a limit or are near one (<see cref="NearLimitThreshold"/>), for the list of things that need attention.</summary>
public sealed class LimitAttentionSource : IAttentionSource
{
    private const int MaxNeeds = 5;

    public string Permission => "tenant.read";

    public async Task<IReadOnlyList<AttentionItem>> Find(Mode mode, UnitOfWork work) =>
        [
            .. (await ReachedThresholds.FindReached(mode, NearLimitThreshold.Percent, MaxNeeds, work)).Select(reached => new AttentionItem(
                reached.Percent < 100 ? Urgency.ThisWeek : Urgency.Today,
                $"{reached.TenantName} has used {Allowance.Plain(reached.Used)} of {Allowance.Plain(reached.Allows)} {Nouns.OfUnit(reached.Unit, Allowance.Plain(reached.Allows))} ({reached.FeatureName}).",
                $"/tenants/{reached.TenantId}",
                "Open",
                Since: reached.Since
            )),
        ];
}
