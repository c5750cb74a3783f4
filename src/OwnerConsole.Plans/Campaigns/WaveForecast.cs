using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Forecast of the next wave, calculated with the same rules as the wave itself.</summary>
/// <param name="Tenants">Number of tenants it would migrate.</param>
/// <param name="Change">Estimated change in MRR, by currency.</param>
/// <param name="OverLimit">Ids of tenants that would exceed a limit.</param>
/// <param name="Refused">Tenants that can't be migrated, with the reasons.</param>
public sealed record WaveForecast(
    int Tenants,
    IReadOnlyList<Money> Change,
    IReadOnlyList<string> OverLimit,
    IReadOnlyList<(string TenantId, Refusal Why)> Refused
)
{
    private const int BatchSize = 500;

    /// <param name="work">A transaction that can read all tenants.</param>
    public static async Task<WaveForecast> Of(Campaign campaign, UnitOfWork work)
    {
        var (take, input) = (new MoveToCurrentVersion(), new MoveToCurrentVersion.Input(campaign.Plan));
        var (moving, refused) = (new List<TenantVersionFacts>(), new List<(string, Refusal)>());
        foreach (var some in (await CampaignCandidates.Of(campaign).FindFirst(campaign.WaveSize, work)).Chunk(BatchSize))
        foreach (var tenant in await TenantVersionFacts.Load(some, campaign.Plan, null, work)) // the page shows separately whether the campaign is paused
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
