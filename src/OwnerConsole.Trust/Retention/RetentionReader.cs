using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.Retention;

/// <summary>Reads retention policies with the current state of their rows and jobs.</summary>
internal sealed class RetentionReader(RetentionPolicies policies)
{
    /// <param name="work">Can read all tenants.</param>
    public async Task<IReadOnlyList<RetentionPolicyView>> List(UnitOfWork work)
    {
        var jobs = (
            await work.List<JobRow>(
                "select l.lane, l.done_at, case when isfinite(l.due) then l.due end as due from work.lanes l where l.lane = any(@lanes)",
                new { lanes = policies.All.Select(policy => policy.Lane).ToArray() }
            )
        ).ToDictionary(row => row.Lane, StringComparer.Ordinal);
        var deletions = (
            await work.List<DeletionRow>(
                """
                select d.policy, d.deleted, d.deleted_at
                  from unnest(@keys) k (policy)
                 cross join lateral (
                   select n.policy, n.deleted, n.deleted_at from core.retention_days n
                    where n.tenant_id = 'tnt_platform' and n.policy = k.policy order by n.day desc limit 1) d
                """,
                new { keys = policies.All.Select(policy => policy.Key).ToArray() }
            )
        ).ToDictionary(row => row.Policy, StringComparer.Ordinal);
        var (views, sentences) = (new List<RetentionPolicyView>(), new SentenceRenderer());
        foreach (var policy in policies.All)
        {
            var (state, obstacle) = (await policy.FindState(work), await policy.FindObstacle(days: null, work));
            var (setting, job, deletion) = (policy.Setting, jobs.GetValueOrDefault(policy.Lane), deletions.GetValueOrDefault(policy.Key));
            views.Add(
                new(
                    policy.Key,
                    policy.Kind,
                    policy.Description,
                    policy.Basis,
                    policy.Operation is null ? setting?.Key : null,
                    setting is null ? null : await setting.GetNumber(work),
                    setting?.Min,
                    setting?.Max,
                    policy.CanBeOff,
                    policy.Operation,
                    state.Kept,
                    state.OldestAt,
                    state.Due,
                    state.Held,
                    job?.DoneAt,
                    job?.Due,
                    deletion?.Deleted ?? 0,
                    deletion?.DeletedAt,
                    obstacle is null ? null : sentences.Text(obstacle)
                )
            );
        }
        return views;
    }

    private sealed record JobRow(string Lane, DateTimeOffset? DoneAt, DateTimeOffset? Due);

    private sealed record DeletionRow(string Policy, long Deleted, DateTimeOffset DeletedAt);
}
