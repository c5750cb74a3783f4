using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>A plan as the subject of starting a campaign.</summary>
/// <param name="NewId">Id of the new campaign.</param>
/// <param name="MayMove">Whether the caller is allowed to migrate tenants.</param>
/// <param name="From">Numbers of the versions that tenants are migrated from; null for all older ones.</param>
/// <param name="Tenants">Number of tenants that would be migrated.</param>
/// <param name="OverLimit">Number of tenants left out because they would exceed a limit.</param>
/// <param name="Open">Open campaign of this plan; null when there is none.</param>
/// <param name="IsDone">Whether no tenants remain in the open campaign.</param>
public sealed record StartCampaignFacts(
    KnownPlan Plan,
    long Revision,
    string NewId,
    bool MayMove,
    Mode Mode,
    int[]? From,
    long Tenants,
    int OverLimit,
    Campaign? Open,
    bool IsDone
) : ISubject
{
    public string Id => Plan.PlanId;

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<StartCampaignFacts>> Load(IReadOnlyList<string> ids, StartCampaign.Input input, Database database, UnitOfWork work)
    {
        var mayMove = work.Caller is not { } caller || caller.Can(new MoveToCurrentVersion().Definition);
        var plans = await PlanCatalogue.Find(work);
        await using var reading = await database.Read(); // a run on the platform can't read tenants
        var mode = await Modes.Shown(reading);
        var loaded = new List<StartCampaignFacts>();
        foreach (var plan in plans.Where(plan => ids.Contains(plan.PlanId)).OrderBy(plan => plan.PlanId, StringComparer.Ordinal)) // one query each: there are only a few
        {
            var campaigns = await Campaign.Of(plan.PlanId, mode, 1, work);
            var open = campaigns.FirstOrDefault(campaign => campaign.IsOpen);
            var (count, left) = await new CampaignCandidates(plan.PlanId, plan.Key, plan.Number, Numbers(input), mode, input.SkipOverLimit).Count(reading);
            loaded.Add(
                new(
                    plan,
                    plan.Revision
                        + await work.One<long>("select count(*) + count(closed_by) from campaigns.campaigns where plan_id = @PlanId", new { plan.PlanId }),
                    work.NewId("cmp", plan.PlanId),
                    mayMove,
                    mode,
                    Numbers(input),
                    count,
                    left.Count,
                    open,
                    open is not null && (await CampaignProgress.Of(open, plans, reading)).State is CampaignState.Done
                )
            );
        }
        return loaded;
    }

    /// <returns>The version numbers, 0 for one that can't be read; null when none are given.</returns>
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
