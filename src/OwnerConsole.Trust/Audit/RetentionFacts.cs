using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Audit;

/// <summary>The platform's log retention, as the subject of an operation.</summary>
/// <param name="Days">Days to keep text and data; null to keep them permanently.</param>
/// <param name="Due">Maximum number of lines that the new retention would prune immediately. Lines of open runs are kept longer.</param>
/// <param name="Before">Lines before this time are due; null when no retention is requested.</param>
public sealed record RetentionFacts(long Revision, int? Days, long Due, DateTimeOffset? Before) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    /// <param name="days">Requested retention.</param>
    public static async Task<IReadOnlyList<RetentionFacts>> Load(IReadOnlyList<string> ids, int? days, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        await work.List<string>(
            $"select r.opened_by from core.log_retention r where r.tenant_id = 'tnt_platform' and r.closed_by is null {work.ForUpdate("r")}"
        );
        // Counts the lines of all tenants by a signed checkpoint, because their rows aren't visible to this unit of work.
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
            )!, // always one row
        ];
    }

    /// <summary>SQL expression for the number of pruned lines.</summary>
    internal static string Pruned =>
        $"(select coalesce(sum((l.data::jsonb ->> 'count')::bigint), 0)::bigint from core.log l where {PruneRecord.IsPruneRecord("l")})";
}
