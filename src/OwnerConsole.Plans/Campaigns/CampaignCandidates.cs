using OwnerConsole.Data;
using OwnerConsole.Plans.Entitlements.Public;
using OwnerConsole.Plans.Grants.Public;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Finds tenants on an older version that a campaign has not migrated yet, longest subscribed first.</summary>
/// <param name="Number">Number of the version that they would be migrated to.</param>
/// <param name="FromNumbers">Numbers of the versions that tenants are migrated from; null for all others.</param>
/// <param name="SkipOverLimit">Whether to leave out tenants that would exceed a limit.</param>
/// <param name="CampaignId">The campaign; null for one that hasn't started.</param>
internal sealed record CampaignCandidates(
    string PlanId,
    string Plan,
    int Number,
    int[]? FromNumbers,
    Mode Mode,
    bool SkipOverLimit = false,
    string? CampaignId = null
)
{
    private const string IsOlderVersion = """
        v.plan_id = @PlanId and v.number <> @Number and (@FromNumbers::int[] is null or v.number = any(@FromNumbers))
        """;

    private static readonly string s_onOlder = $"""
        from (select i.tenant_id, i.plan, coalesce(i.taken_at, i.from_at) as from_at
                from core.plan_items i join core.tenant_status s on s.tenant_id = i.tenant_id and s.mode = @Mode and s.lifecycle in ('trial', 'active')
               where i.plan = @Plan and i.to_at is null) h
         cross join lateral ({PlanCatalogue.VersionOfHolder}) v
         where {IsOlderVersion}
        """;

    private static readonly string s_sql =
        $"{s_onOlder} and not exists (select from campaigns.moves m where m.tenant_id = h.tenant_id and m.campaign_id = @CampaignId)";

    public static CampaignCandidates Of(Campaign campaign) =>
        new(campaign.PlanId, campaign.Plan, campaign.Number, campaign.FromNumbers, campaign.Mode, campaign.SkipOverLimit, campaign.CampaignId);

    /// <param name="most">Maximum number of tenants.</param>
    /// <param name="work">A transaction that can read all tenants.</param>
    /// <returns>Ids of the first tenants.</returns>
    public async Task<IReadOnlyList<string>> FindFirst(int most, UnitOfWork work) =>
        await work.List<string>(
            $"select h.tenant_id {s_sql} and not h.tenant_id = any(@left) order by h.from_at, h.tenant_id limit @most",
            Arguments(await FindOverLimit(work), most)
        );

    /// <returns>Ids of the first tenants whose migration was undone and that are still on an older version.</returns>
    public async Task<IReadOnlyList<string>> FindReverted(int most, UnitOfWork work) =>
        await work.List<string>(
            $"""
            select h.tenant_id {s_onOlder}
               and exists (select from campaigns.moves m where m.tenant_id = h.tenant_id and m.campaign_id = @CampaignId and m.closed_by is not null)
             order by h.from_at, h.tenant_id limit @most
            """,
            Arguments([], most)
        );

    /// <returns>The number of included tenants, and the ids of tenants left out because they would exceed a limit.</returns>
    public async Task<(long Count, IReadOnlyList<string> Left)> Count(UnitOfWork work)
    {
        var over = await FindOverLimit(work);
        var left =
            over.Count == 0
                ? []
                : await work.List<string>($"select h.tenant_id {s_sql} and h.tenant_id = any(@left) order by h.from_at, h.tenant_id", Arguments(over, 0));
        return (await work.One<long>($"select count(*) {s_sql}", Arguments([], 0)) - left.Count, left);
    }

    /// <returns>The number of tenants with only a grant of an older version, which they keep until the grant ends.</returns>
    public Task<long> CountGranted(UnitOfWork work) =>
        work.One<long>(
            $"""
            select count(distinct h.tenant_id)
              from ({GrantedPlans.OpenSql}) h
              join core.tenant_status s on s.tenant_id = h.tenant_id and s.mode = @Mode and s.lifecycle in ('trial', 'active')
             cross join lateral ({PlanCatalogue.VersionOfHolder}) v
             where h.plan = @Plan and {IsOlderVersion}
               and not exists (select from core.plan_items i where i.tenant_id = h.tenant_id and i.plan = h.plan and i.to_at is null)
            """,
            Arguments([], 0)
        );

    /// <returns>Tenants that would exceed a limit, if such tenants are left out; otherwise none.</returns>
    private async Task<IReadOnlyList<string>> FindOverLimit(UnitOfWork work) =>
        SkipOverLimit && await PlanCatalogue.FindCurrent(Plan, work) is var (plan, limits)
            ? await LimitForecast.FindOverLimit(plan.PlanId, Plan, limits, Mode, work)
            : [];

    private object Arguments(IReadOnlyList<string> left, int most) =>
        new
        {
            PlanId,
            Plan,
            Number,
            FromNumbers,
            Mode,
            CampaignId,
            left = left.ToArray(),
            most,
        };
}
