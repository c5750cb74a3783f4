using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>A run that migrated tenants of a campaign.</summary>
/// <param name="Number">1 for the first wave.</param>
/// <param name="Moved">Number of migrated tenants, including undone migrations.</param>
/// <param name="Reverted">Number of undone migrations.</param>
/// <param name="Skipped">Number of tenants that had changed since the preview or could not be migrated.</param>
/// <param name="OverLimit">Number of tenants that exceeded a limit after the migration.</param>
public sealed record Wave(
    long Number,
    string RunId,
    RunState State,
    long Moved,
    long Reverted,
    int Skipped,
    long OverLimit,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? UndoUntil
)
{
    /// <summary>Estimated change in MRR by currency, excluding undone migrations.</summary>
    public IReadOnlyList<Money> Change { get; init; } = [];

    /// <summary>Skipped tenants by state.</summary>
    public IReadOnlyList<SkippedTenants> SkippedByState { get; init; } = [];

    public bool IsRunning => State is RunState.Queued or RunState.Running or RunState.Waiting or RunState.WaitingApproval;

    public bool IsReverted => Moved == Reverted;

    public bool CanUndo(DateTimeOffset now) => !IsRunning && !IsReverted && UndoUntil > now;

    /// <returns>The waves, oldest first.</returns>
    public static async Task<IReadOnlyList<Wave>> Find(string campaignId, UnitOfWork work)
    {
        var waves = await work.List<Wave>(
            """
            select row_number() over (order by w.at, w.run_id) as number, r.run_id, r.state, w.moved, w.reverted, r.refused + r.failed as skipped, w.over_limit,
                   r.started_at, r.ended_at, r.undo_until
              from (select m.opened_by as run_id, min(m.opened_at) as at, count(*) as moved, count(m.closed_by) as reverted, count(*) filter (where m.over_limit) as over_limit
                      from campaigns.moves m where m.campaign_id = @campaignId group by m.opened_by) w
              join core.runs r on r.run_id = w.run_id
             order by number
            """,
            new { campaignId }
        );
        var changes = await work.List<ChangeRow>(
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
            await work.List<SkippedRow>(
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
                    SkippedByState = [.. left[wave.RunId].OrderBy(lines => lines.State).Select(lines => new SkippedTenants(lines.State, lines.Tenants))],
                }
            ),
        ];
    }

    /// <returns>Time the next wave starts automatically; null when it is started manually, such as the first wave and the one after a wave that was undone or could not start.</returns>
    internal static DateTimeOffset? NextAt(CampaignProgress status, IReadOnlyList<Wave> waves) =>
        status is { State: CampaignState.Running, RunningWave: null, Campaign.WaitHours: { } hours }
        && waves is [.., { IsReverted: false, EndedAt: { } ended } last]
        && !(status.Campaign.HaltedAt > last.StartedAt)
            ? ended.AddHours(hours)
            : null;

    private sealed record SkippedRow(string RunId, RunLineState State, int Tenants);

    private sealed record ChangeRow(string RunId, string Currency, long Amount)
    {
        public Money Money => new(Amount, Currency);
    }
}
