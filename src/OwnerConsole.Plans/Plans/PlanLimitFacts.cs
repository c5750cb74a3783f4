using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Plans;

/// <summary>State of a plan that the operations on its limits check.</summary>
/// <param name="Features">Features that a plan can include.</param>
/// <param name="HeldBy">Number of tenants on the plan today, paid or granted.</param>
/// <param name="Unpriced">An interval and currency that tenants pay in and that the current version has no price for, with their number; null when there is none.</param>
public sealed record PlanLimitFacts(
    PlanFacts Facts,
    IReadOnlyList<KnownFeature> Features,
    long HeldBy,
    (PeriodUnit Interval, string Currency, long Tenants)? Unpriced,
    DateOnly Today
) : ISubject
{
    public string Id => Facts.Id;

    public string TenantId => Facts.TenantId;

    public long Revision => Facts.Revision;

    public static async Task<IReadOnlyList<PlanLimitFacts>> Load(IReadOnlyList<string> ids, Database database, UnitOfWork work)
    {
        var plans = await PlanFacts.Load(ids, work);
        var features = await FeatureCatalogue.Find(work);
        var today = await work.One<DateOnly>("select (now() at time zone 'utc')::date");
        await using var reading = await database.Read(); // a run on the platform can't read tenants
        var mode = await Modes.Shown(reading);
        var loaded = new List<PlanLimitFacts>();
        foreach (var plan in plans) // one query each: there are only a few
        {
            var held = await PlanHolderCounts.Load(plan.Id, mode, reading);
            loaded.Add(new(plan, features, held.Total, held.FindUnpriced(plan.Terms.Prices), today));
        }
        return loaded;
    }
}
