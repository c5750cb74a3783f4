using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Plans;

/// <summary>What decides about what a plan grants.</summary>
/// <param name="Features">those that can be granted</param>
/// <param name="HeldBy">tenants that hold it today, paid or granted</param>
public sealed record LimitFacts(PlanFacts Facts, IReadOnlyList<KnownFeature> Features, long HeldBy, DateOnly Today) : ISubject
{
    public string Id => Facts.Id;

    public string TenantId => Facts.TenantId;

    public long Revision => Facts.Revision;

    public KnownFeature? Feature(string key) => Features.FirstOrDefault(feature => feature.Key == key);

    public static async Task<IReadOnlyList<LimitFacts>> Load(IReadOnlyList<string> ids, Work work)
    {
        var plans = await PlanFacts.Load(ids, work);
        var features = await FeatureBook.Find(work);
        var today = await work.One<DateOnly>("select (now() at time zone 'utc')::date");
        var loaded = new List<LimitFacts>();
        foreach (var plan in plans) // a handful at most
            loaded.Add(new(plan, features, (await Held.By(plan.Id, null, work)).All, today));
        return loaded;
    }
}
