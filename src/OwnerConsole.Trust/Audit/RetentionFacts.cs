using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Audit;

/// <summary>The platform, with the retention of its log.</summary>
/// <param name="Days">null: text and data are kept permanently</param>
/// <param name="Due">lines that would be too old at once, without those that were removed before; at most, because some wait for their run</param>
/// <param name="Before">these are older; null when nothing is asked</param>
public sealed record RetentionFacts(long Revision, int? Days, long Due, DateTimeOffset? Before) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    /// <param name="days">that are asked for</param>
    public static async Task<IReadOnlyList<RetentionFacts>> Load(IReadOnlyList<string> ids, int? days, Work work)
    {
        if (!ids.Contains(IdSource.Platform))
            return [];
        await work.List<string>(
            $"select r.opened_by from core.log_retention r where r.tenant_id = 'tnt_platform' and r.closed_by is null {work.ForUpdate("r")}"
        );
        // Lines of all tenants are counted by what was signed before that day: their rows are not seen here.
        return
        [
            (
                await work.One<RetentionFacts>(
                    $"""
                    select (select count(*) + count(closed_by) + 1 from core.log_retention where tenant_id = 'tnt_platform') as revision,
                           (select days from core.log_retention where tenant_id = 'tnt_platform' and closed_by is null) as days,
                           greatest(0, coalesce((select size from core.log_checkpoints where at < limits.before order by size desc limit 1), 0) - {Pruned}) as due,
                           limits.before
                      from (select now() - make_interval(days => @days) as before) limits
                    """,
                    new { days }
                )
            )!, // one row always
        ];
    }

    /// <summary>How many lines were pruned so far, as an SQL expression.</summary>
    internal static string Pruned => $"(select coalesce(sum((l.data::jsonb ->> 'count')::bigint), 0)::bigint from core.log l where {PruneRecord.Lines("l")})";
}
