using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Plans;

/// <summary>State of a plan and its draft that the draft operations check.</summary>
/// <param name="Draft">The open draft; null when there is none.</param>
/// <param name="Features">Features that a plan can include.</param>
public sealed record DraftFacts(PlanFacts Facts, PlanDraft? Draft, IReadOnlyList<KnownFeature> Features) : ISubject
{
    public string Id => Facts.Id;

    public string TenantId => Facts.TenantId;

    public long Revision => Facts.Revision;

    /// <summary>Terms of the next version: those of the draft, or of the current version when there is no draft.</summary>
    public PlanTerms Terms => Draft is null ? Facts.Terms : new(Facts.Name, Draft.Price, Draft.Interval, Draft.TrialDays, Draft.OtherPrices);

    /// <summary>Limits of the next version: those of the draft, or of the current version when there is no draft.</summary>
    public IReadOnlyList<FeatureLimit> Limits => Draft is null ? Facts.Limits : Draft.Limits;

    public static async Task<IReadOnlyList<DraftFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var plans = await PlanFacts.Load(ids, work);
        var drafts = await PlanDraft.Find(ids, work);
        var features = await FeatureCatalogue.Find(work);
        return [.. plans.Select(plan => new DraftFacts(plan, drafts.GetValueOrDefault(plan.Id), features))];
    }
}
