using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>What the next wave would do if it were started now, by the decision that it is carried out by.</summary>
/// <param name="Tenants">that it would move</param>
/// <param name="Change">by how much what they pay a month would move, estimated, by currency</param>
/// <param name="OverLimit">ids of those that would be over a limit</param>
/// <param name="Refused">those of it that can't be moved, with why</param>
public sealed record Forecast(int Tenants, IReadOnlyList<Money> Change, IReadOnlyList<string> OverLimit, IReadOnlyList<(string TenantId, Refusal Why)> Refused)
{
    private const int AtOnce = 500;

    /// <param name="work">reads all tenants</param>
    public static async Task<Forecast> Of(Campaign campaign, Work work)
    {
        var (take, input) = (new TakeVersion(), new TakeVersion.Input(campaign.Plan));
        var (moving, refused) = (new List<VersionFacts>(), new List<(string, Refusal)>());
        foreach (var some in (await Candidates.Of(campaign).First(campaign.WaveSize, work)).Chunk(AtOnce))
        foreach (var tenant in await VersionFacts.Load(some, campaign.Plan, null, work)) // whether the campaign itself goes on is said apart
            if (take.Refuse(tenant, input) is { } why)
                refused.Add((tenant.Id, why));
            else
                moving.Add(tenant);
        return new(
            moving.Count,
            [
                .. moving
                    .SelectMany(tenant => new[] { tenant.Pays is { } pays ? new Money(-pays.Amount, pays.Currency) : null, tenant.WouldPay })
                    .OfType<Money>()
                    .GroupBy(money => money.Currency, StringComparer.Ordinal)
                    .OrderBy(money => money.Key, StringComparer.Ordinal)
                    .Select(money => new Money(money.Sum(one => one.Amount), money.Key)),
            ],
            [.. moving.Where(tenant => tenant.IsOverLimit).Select(tenant => tenant.Id)],
            refused
        );
    }
}
