using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Plans;

/// <summary>What decides about the draft of a plan.</summary>
/// <param name="Draft">null when none is being written</param>
/// <param name="Features">those that can be granted</param>
public sealed record DraftFacts(PlanFacts Facts, PlanDraft? Draft, IReadOnlyList<KnownFeature> Features) : ISubject
{
    public string Id => Facts.Id;

    public string TenantId => Facts.TenantId;

    public long Revision => Facts.Revision;

    /// <summary>What the next version is to be: the draft; without one, what is sold today.</summary>
    public PlanTerms Terms => Draft is null ? Facts.Terms : new(Facts.Name, Draft.Price, Draft.Interval, Draft.TrialDays, Draft.OtherPrices);

    /// <inheritdoc cref="Terms"/>
    public IReadOnlyList<FeatureLimit> Limits => Draft is null ? Facts.Limits : Draft.Limits;

    public static async Task<IReadOnlyList<DraftFacts>> Load(IReadOnlyList<string> ids, Work work)
    {
        var plans = await PlanFacts.Load(ids, work);
        var drafts = await PlanDraft.Find(ids, work);
        var features = await FeatureBook.Find(work);
        return [.. plans.Select(plan => new DraftFacts(plan, drafts.GetValueOrDefault(plan.Id), features))];
    }
}
