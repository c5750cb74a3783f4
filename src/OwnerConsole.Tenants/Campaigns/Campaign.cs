using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>Moves who kept an older version of a plan to the one that was sold when it began, in waves.</summary>
/// <param name="Plan">its key</param>
/// <param name="Number">of the version that was announced</param>
/// <param name="FromNumbers">of the versions that are left; null for every other one</param>
/// <param name="WaveSize">tenants that a wave moves at most</param>
/// <param name="WaitHours">from the end of a wave to the next; null where each is started by hand</param>
/// <param name="LeaveOverLimit">who would be over a limit stays where they are</param>
/// <param name="Tenants">that were on one of these versions when it began</param>
/// <param name="AskedBy">in whose name waves go on</param>
/// <param name="IsDone">nobody was left when it was closed</param>
/// <param name="Cause">of its pause; null while it isn't paused</param>
/// <param name="HaltedAt">when it last came to a wave that it could not start by itself; null for never</param>
/// <param name="Pauses">that there ever were</param>
public sealed record Campaign(
    string CampaignId,
    string PlanId,
    string Plan,
    int Number,
    int[]? FromNumbers,
    Population Population,
    int WaveSize,
    int? WaitHours,
    bool LeaveOverLimit,
    long Tenants,
    string AskedBy,
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

    public static async Task<Campaign?> Find(string campaignId, Work work) =>
        await work.One<Campaign>($"{Columns} where c.campaign_id = @campaignId", new { campaignId });

    /// <summary>Takes it, where the work takes what it decides about: the waves of a campaign, and what pauses it, come one after the other.</summary>
    public static async Task<Campaign?> Take(string campaignId, Work work)
    {
        await work.List<string>($"select c.campaign_id from campaigns.campaigns c where c.campaign_id = @campaignId {work.ForUpdate("c")}", new { campaignId });
        return await Find(campaignId, work); // a statement of its own: it sees what was done while it waited
    }

    /// <returns>those that were neither stopped nor followed by another</returns>
    public static Task<IReadOnlyList<Campaign>> Open(Work work) =>
        work.List<Campaign>($"{Columns} where c.closed_by is null order by c.opened_at, c.campaign_id");

    /// <returns>of one plan, the newest first</returns>
    public static Task<IReadOnlyList<Campaign>> Of(string planId, Population population, int most, Work work) =>
        work.List<Campaign>(
            $"{Columns} where c.plan_id = @planId and c.population = @population order by c.opened_at desc, c.campaign_id desc limit @most",
            new
            {
                planId,
                population,
                most,
            }
        );

    /// <returns>the newest first</returns>
    public static async Task<Page<Campaign>> List(Population population, string? cursor, int limit, Work work)
    {
        var (lastAt, lastId) = cursor is null ? default : Cursor.ReadInstant(cursor);
        var rows = await work.List<Campaign>(
            $"""
            {Columns}
             where c.population = @population and (@lastId::text is null or (c.opened_at, c.campaign_id) < (@lastAt, @lastId))
             order by c.opened_at desc, c.campaign_id desc
             limit @limit + 1
            """,
            new
            {
                population,
                lastAt,
                lastId,
                limit,
            }
        );
        return Paging.Cut(rows, limit, last => Cursor.Of(last.OpenedAt, last.CampaignId));
    }

    private const string Columns = """
        select c.campaign_id, c.plan_id, c.plan, c.number, c.from_numbers, c.population, c.wave_size, c.wait_hours, c.leave_over_limit, c.tenants, c.asked_by,
               c.opened_by, c.opened_at, c.closed_by, c.closed_at, c.is_done, p.cause, p.opened_at as paused_at,
               (select max(a.opened_at) from campaigns.pauses a
                 where a.campaign_id = c.campaign_id and a.cause in ('ceiling', 'not_allowed', 'nothing_moves')) as halted_at,
               (select count(*) from campaigns.pauses a where a.campaign_id = c.campaign_id) as pauses
          from campaigns.campaigns c
          left join campaigns.pauses p on p.campaign_id = c.campaign_id and p.closed_by is null
        """;
}
