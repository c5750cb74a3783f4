using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>The platform as the subject of adding a rule.</summary>
/// <param name="NewId">Id of the new rule.</param>
/// <param name="MayApprove">Whether the caller is allowed to approve requests.</param>
public sealed record NewRuleFacts(long Revision, string NewId, bool MayApprove, IReadOnlyList<UpgradeRule> Rules, IReadOnlyList<KnownPlan> Plans) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public KnownPlan? Plan(string key) => Plans.FirstOrDefault(plan => plan.Key == key);

    public static async Task<IReadOnlyList<NewRuleFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var revision = await work.One<long>("select count(*) + count(closed_by) from upgrades.rules") + await PlanCatalogue.Revision(work);
        return
        [
            new(
                revision,
                work.NewId("upr", IdGenerator.Platform),
                work.Caller is not { } caller || caller.Can(ApproveUpgrade.Name),
                await UpgradeRule.Find(work),
                await PlanCatalogue.Find(work)
            ),
        ];
    }
}
