using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Entitlements.Public;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Plans;

/// <summary>State of a plan that publishing a version checks.</summary>
/// <param name="Holders">Versions with at least one tenant, oldest first, with the number of tenants.</param>
/// <param name="Paid">Estimated MRR of these tenants today, by currency.</param>
/// <param name="WouldPay">Estimated MRR if all of them had the new version, by currency.</param>
/// <param name="Unpriced">An interval and currency that tenants pay in and that the new version has no price for, with their number; null when there is none.</param>
/// <param name="OverLimit">Tenants whose usage would exceed a limit of the new version.</param>
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

    /// <summary>Whether the draft is identical to the current version.</summary>
    public bool IsSold => Draft.Terms == Plan.Terms && Draft.Limits.SequenceEqual(Plan.Limits);

    /// <summary>Number of the published version. Rolling out the current version to more tenants doesn't create a new version.</summary>
    public int Number => IsSold ? Plan.Number : Plan.NextNumber;

    public static async Task<IReadOnlyList<PublishFacts>> Load(IReadOnlyList<string> ids, Database database, UnitOfWork work)
    {
        var today = await work.One<DateOnly>("select (now() at time zone 'utc')::date");
        await using var reading = await database.Read(); // a run on the platform can't read tenants
        var mode = await Modes.Shown(reading);
        var loaded = new List<PublishFacts>();
        foreach (var plan in await DraftFacts.Load(ids, work)) // one query each: there are only a few
        {
            var held = await PlanHolderCounts.Load(plan.Id, mode, reading);
            var versions = await PlanVersion.Find(plan.Id, held, reading);
            loaded.Add(
                new(
                    plan,
                    [.. held.Numbers.Select(number => (number, held.Tenants(number)))],
                    PlanHolderCounts.Sum(versions.SelectMany(version => version.Monthly)),
                    held.Monthly(plan.Terms.Prices),
                    held.FindUnpriced(plan.Terms.Prices),
                    await LimitForecast.FindOverLimit(plan.Id, plan.Facts.Key, plan.Limits, mode, reading),
                    today
                )
            );
        }
        return loaded;
    }
}
