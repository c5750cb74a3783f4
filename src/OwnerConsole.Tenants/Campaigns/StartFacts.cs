using System.Globalization;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>A plan as what a campaign is started for.</summary>
/// <param name="NewId">of the campaign to be</param>
/// <param name="MayMove">whoever asks may move tenants by themselves</param>
/// <param name="From">numbers of the versions that are left; null for every other one than is sold, or where one can't be read</param>
/// <param name="Tenants">that would be moved</param>
/// <param name="LeftOver">that would be over a limit, where these stay where they are</param>
/// <param name="Open">the campaign of this plan that was not stopped; null when there is none</param>
/// <param name="IsOver">that one has nobody left</param>
public sealed record StartFacts(
    KnownPlan Plan,
    long Revision,
    string NewId,
    bool MayMove,
    Population Population,
    int[]? From,
    long Tenants,
    int LeftOver,
    Campaign? Open,
    bool IsOver
) : ISubject
{
    public string Id => Plan.PlanId;

    public string TenantId => IdSource.Platform;

    public static async Task<IReadOnlyList<StartFacts>> Load(IReadOnlyList<string> ids, StartCampaign.Input input, Database database, Work work)
    {
        var mayMove = work.Caller is not { } caller || caller.May(new TakeVersion().Is);
        var plans = await PlanBook.Find(work);
        await using var reading = await database.Read(); // a run on the platform sees no tenants
        var population = await Populations.Shown(reading);
        var loaded = new List<StartFacts>();
        foreach (var plan in plans.Where(plan => ids.Contains(plan.PlanId)).OrderBy(plan => plan.PlanId, StringComparer.Ordinal)) // a handful at most
        {
            var campaigns = await Campaign.Of(plan.PlanId, population, 1, work);
            var open = campaigns.FirstOrDefault(campaign => campaign.IsOpen);
            var (count, left) = await new Candidates(plan.PlanId, plan.Key, plan.Number, Numbers(input), population, input.LeaveOverLimit).Count(reading);
            loaded.Add(
                new(
                    plan,
                    plan.Revision
                        + await work.One<long>("select count(*) + count(closed_by) from campaigns.campaigns where plan_id = @PlanId", new { plan.PlanId }),
                    work.NewId("cmp", plan.PlanId),
                    mayMove,
                    population,
                    Numbers(input),
                    count,
                    left.Count,
                    open,
                    open is not null && (await CampaignStatus.Of(open, plans, reading)).State is CampaignState.Done
                )
            );
        }
        return loaded;
    }

    /// <returns>null for all, or where one is no number</returns>
    internal static int[]? Numbers(StartCampaign.Input input)
    {
        var numbers = (input.FromVersions ?? [])
            .Where(text => text.Trim().Length > 0)
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Distinct()
            .Order()
            .ToArray();
        return numbers.Length == 0 ? null : numbers;
    }
}
