using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tenants.Entitlements.Public;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Plans;

/// <summary>What decides about publishing a version of a plan.</summary>
/// <param name="Holders">the versions that somebody is on, the oldest first, with how many tenants are</param>
/// <param name="Paid">what they pay a month today, estimated, by currency</param>
/// <param name="WouldPay">the same if all of them had the new version</param>
/// <param name="Unpriced">what some of them pay for which the new version has no price, and how many do; null when it has</param>
/// <param name="OverLimit">who would have used or hold more than they may then</param>
public sealed record PublishFacts(
    DraftFacts Draft,
    IReadOnlyList<(int Number, long Tenants)> Holders,
    IReadOnlyList<Money> Paid,
    IReadOnlyList<Money> WouldPay,
    (PeriodUnit Interval, string Currency, long Tenants)? Unpriced,
    IReadOnlyList<string> OverLimit,
    DateOnly Today
) : ISubject
{
    public string Id => Draft.Id;

    public string TenantId => Draft.TenantId;

    public long Revision => Draft.Revision;

    public PlanFacts Plan => Draft.Facts;

    public long HeldBy => Holders.Sum(version => version.Tenants);

    /// <summary>Nothing else than what is sold today.</summary>
    public bool IsSold => Draft.Terms == Plan.Terms && Draft.Limits.SequenceEqual(Plan.Limits);

    /// <summary>Of the version that it becomes: what is sold today, given to more than it was, is no other version.</summary>
    public int Number => IsSold ? Plan.Number : Plan.NextNumber;

    public static async Task<IReadOnlyList<PublishFacts>> Load(IReadOnlyList<string> ids, Database database, Work work)
    {
        var today = await work.One<DateOnly>("select (now() at time zone 'utc')::date");
        await using var reading = await database.Read(); // a run on the platform sees no tenants
        var population = await Populations.Shown(reading);
        var loaded = new List<PublishFacts>();
        foreach (var plan in await DraftFacts.Load(ids, work)) // a handful at most
        {
            var held = await Held.By(plan.Id, population, reading);
            var versions = await PlanVersion.Find(plan.Id, held, reading);
            loaded.Add(
                new(
                    plan,
                    [.. held.Numbers.Select(number => (number, held.Tenants(number)))],
                    Held.Sum(versions.SelectMany(version => version.Monthly)),
                    held.Monthly(plan.Terms.Prices),
                    held.Unpriced(plan.Terms.Prices),
                    await Foreseen.Over(plan.Id, plan.Facts.Key, plan.Limits, population, reading),
                    today
                )
            );
        }
        return loaded;
    }
}
