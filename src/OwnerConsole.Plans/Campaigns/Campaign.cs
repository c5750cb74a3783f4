using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Migrates tenants from older versions of a plan to the version that was current when the campaign started, in waves.</summary>
/// <param name="Plan">Key of the plan.</param>
/// <param name="Number">Number of the version that tenants are migrated to.</param>
/// <param name="FromNumbers">Numbers of the versions that tenants are migrated from; null for all older ones.</param>
/// <param name="WaveSize">Maximum number of tenants in a wave.</param>
/// <param name="WaitHours">Hours from the end of a wave to the next one; null when waves are started manually.</param>
/// <param name="SkipOverLimit">Whether tenants that would exceed a limit are left out.</param>
/// <param name="Tenants">Number of tenants on one of the older versions when the campaign started.</param>
/// <param name="RequestedBy">Person or key on whose behalf waves are started.</param>
/// <param name="IsDone">Whether no tenants remained when it was closed.</param>
/// <param name="Cause">Cause of the pause; null while it isn't paused.</param>
/// <param name="HaltedAt">Last time a wave could not be started automatically; null for never.</param>
/// <param name="Pauses">Number of pauses so far.</param>
public sealed record Campaign(
    string CampaignId,
    string PlanId,
    string Plan,
    int Number,
    int[]? FromNumbers,
    Mode Mode,
    int WaveSize,
    int? WaitHours,
    bool SkipOverLimit,
    long Tenants,
    string RequestedBy,
    string OpenedBy,
    DateTimeOffset OpenedAt,
    string? ClosedBy,
    DateTimeOffset? ClosedAt,
    bool IsDone,
    PauseCause? Cause,
    DateTimeOffset? PausedAt,
    DateTimeOffset? HaltedAt,
    long Pauses
)
{
    public bool IsOpen => ClosedBy is null;

    public static async Task<Campaign?> Find(string campaignId, UnitOfWork work) =>
        await work.One<Campaign>($"{Columns} where c.campaign_id = @campaignId", new { campaignId });

    /// <summary>Reads and locks a campaign, so waves and pauses of a campaign happen one after the other.</summary>
    public static async Task<Campaign?> Lock(string campaignId, UnitOfWork work)
    {
        await work.List<string>($"select c.campaign_id from campaigns.campaigns c where c.campaign_id = @campaignId {work.ForUpdate("c")}", new { campaignId });
        return await Find(campaignId, work); // a separate statement sees the changes made while it waited for the lock
    }

    /// <returns>Campaigns that were neither stopped nor replaced by a newer one.</returns>
    public static Task<IReadOnlyList<Campaign>> ListOpen(UnitOfWork work) =>
        work.List<Campaign>($"{Columns} where c.closed_by is null order by c.opened_at, c.campaign_id");

    /// <returns>Campaigns of one plan, newest first.</returns>
    public static Task<IReadOnlyList<Campaign>> Of(string planId, Mode mode, int most, UnitOfWork work) =>
        work.List<Campaign>(
            $"{Columns} where c.plan_id = @planId and c.mode = @mode order by c.opened_at desc, c.campaign_id desc limit @most",
            new
            {
                planId,
                mode,
                most,
            }
        );

    /// <returns>A page of campaigns, newest first.</returns>
    public static async Task<Page<Campaign>> List(Mode mode, string? cursor, int limit, UnitOfWork work)
    {
        var (lastAt, lastId) = cursor is null ? default : Cursor.ReadInstant(cursor);
        var rows = await work.List<Campaign>(
            $"""
            {Columns}
             where c.mode = @mode and (@lastId::text is null or (c.opened_at, c.campaign_id) < (@lastAt, @lastId))
             order by c.opened_at desc, c.campaign_id desc
             limit @limit + 1
            """,
            new
            {
                mode,
                lastAt,
                lastId,
                limit,
            }
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.OpenedAt, last.CampaignId));
    }

    private const string Columns = """
        select c.campaign_id, c.plan_id, c.plan, c.number, c.from_numbers, c.mode, c.wave_size, c.wait_hours, c.skip_over_limit, c.tenants, c.requested_by,
               c.opened_by, c.opened_at, c.closed_by, c.closed_at, c.is_done, p.cause, p.opened_at as paused_at,
               (select max(a.opened_at) from campaigns.pauses a
                 where a.campaign_id = c.campaign_id and a.cause in ('ceiling', 'not_allowed', 'nothing_moves')) as halted_at,
               (select count(*) from campaigns.pauses a where a.campaign_id = c.campaign_id) as pauses
          from campaigns.campaigns c
          left join campaigns.pauses p on p.campaign_id = c.campaign_id and p.closed_by is null
        """;
}
