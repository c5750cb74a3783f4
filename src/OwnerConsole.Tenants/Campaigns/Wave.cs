using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>A run that has moved tenants for a campaign.</summary>
/// <param name="Number">1 for the first</param>
/// <param name="Moved">tenants that it has moved, whether they were taken back or not</param>
/// <param name="TakenBack">of these</param>
/// <param name="Skipped">tenants that it left, because they had changed or could not be moved</param>
/// <param name="OverLimit">tenants of it that were over a limit by it</param>
public sealed record Wave(
    long Number,
    string RunId,
    RunState State,
    long Moved,
    long TakenBack,
    int Skipped,
    long OverLimit,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? UndoUntil
)
{
    /// <summary>By how much what they pay a month moved, estimated, by currency; without those taken back.</summary>
    public IReadOnlyList<Money> Change { get; init; } = [];

    /// <summary>How many of the skipped ended in each state; their lines say why.</summary>
    public IReadOnlyList<WaveLeft> Left { get; init; } = [];

    public bool IsUnderway => State is RunState.Queued or RunState.Running or RunState.Waiting or RunState.WaitingApproval;

    public bool IsTakenBack => Moved == TakenBack;

    public bool CanUndo(DateTimeOffset now) => !IsUnderway && !IsTakenBack && UndoUntil > now;

    /// <returns>the first first</returns>
    public static async Task<IReadOnlyList<Wave>> Find(string campaignId, Work work)
    {
        var waves = await work.List<Wave>(
            """
            select row_number() over (order by w.at, w.run_id) as number, r.run_id, r.state, w.moved, w.taken_back, r.refused + r.failed as skipped, w.over_limit,
                   r.started_at, r.ended_at, r.undo_until
              from (select m.opened_by as run_id, min(m.opened_at) as at, count(*) as moved, count(m.closed_by) as taken_back, count(*) filter (where m.over_limit) as over_limit
                      from campaigns.moves m where m.campaign_id = @campaignId group by m.opened_by) w
              join core.runs r on r.run_id = w.run_id
             order by number
            """,
            new { campaignId }
        );
        var changes = await work.List<Changed>(
            """
            select m.opened_by as run_id, c.currency, sum(c.amount)::bigint as amount
              from campaigns.moves m cross join lateral (values (m.pays_currency, - m.pays), (m.would_currency, m.would_pay)) c(currency, amount)
             where m.campaign_id = @campaignId and m.closed_by is null and c.currency is not null
             group by m.opened_by, c.currency
             order by c.currency
            """,
            new { campaignId }
        );
        var left = (
            await work.List<Lines>(
                """
                select s.run_id, s.state, count(*)::int as tenants
                  from core.run_subjects s
                 where s.run_id = any(@runs) and s.state in ('refused', 'skipped', 'failed')
                 group by s.run_id, s.state
                """,
                new { runs = waves.Where(wave => wave.Skipped > 0).Select(wave => wave.RunId).ToArray() }
            )
        ).ToLookup(lines => lines.RunId, StringComparer.Ordinal);
        return
        [
            .. waves.Select(wave =>
                wave with
                {
                    Change = [.. changes.Where(change => change.RunId == wave.RunId).Select(change => change.Money)],
                    Left = [.. left[wave.RunId].OrderBy(lines => lines.State).Select(lines => new WaveLeft(lines.State, lines.Tenants))],
                }
            ),
        ];
    }

    /// <returns>when the next one begins by itself; null where somebody starts it: the first, and the one after a wave that was taken back or could not begin by itself</returns>
    internal static DateTimeOffset? NextAt(CampaignStatus status, IReadOnlyList<Wave> waves) =>
        status is { State: CampaignState.Running, Underway: null, Campaign.WaitHours: { } hours }
        && waves is [.., { IsTakenBack: false, EndedAt: { } ended } last]
        && !(status.Campaign.HaltedAt > last.StartedAt)
            ? ended.AddHours(hours)
            : null;

    private sealed record Lines(string RunId, LineState State, int Tenants);

    private sealed record Changed(string RunId, string Currency, long Amount)
    {
        public Money Money => new(Amount, Currency);
    }
}
