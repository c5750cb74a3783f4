using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Finds when replicas used more or less of a resource than a threshold, from the roll-ups: hours of the last week, and days before it.</summary>
/// <remarks>The lowest value of an hour isn't stored, so rules with a threshold below compare its mean.</remarks>
internal static class PastResources
{
    /// <summary>More periods are not counted, so that a preview stays fast.</summary>
    private const int MaxPeriods = 20_000;

    private const string HighestShare = "case r.unit when 'share' then r.value_max else r.share_max end",
        MeanShare = "case r.unit when 'share' then r.value_sum / r.samples else r.share_sum / nullif(r.share_samples, 0) end",
        HighestValue = "r.value_max",
        MeanValue = "r.value_sum / r.samples";

    /// <returns>Null if there are too many.</returns>
    public static async Task<IReadOnlyList<NumberPeriod>?> Find(NumberCondition condition, WatchedResource resource, DateTimeOffset since, UnitOfWork work)
    {
        var usesHighest = condition.IsAbove && (condition.IsByReplica || condition.Number.UsesHighest);
        var value = (resource.Unit is null, usesHighest) switch
        {
            (true, true) => HighestShare,
            (true, false) => MeanShare,
            (false, true) => HighestValue,
            _ => MeanValue,
        };
        var found = await work.List<NumberPeriod>(
            $"""
            select r.service, nullif(r.replica, '') as replica, r.bucket_at as started_at,
                   r.bucket_at + case r.grain when 'hour' then interval '1 hour' else interval '1 day' end as ended_at
              from telemetry.resource_rollups r
             where r.tenant_id = 'tnt_platform' and (r.replica <> '') = @IsByReplica and (@Service::text is null or r.service = @Service)
               and r.resource = @resource and (@unit::text is null or r.unit = @unit)
               and (r.grain = 'hour' and r.bucket_at >= date_bin('1 day', now() - interval '7 days', 'epoch')
                 or r.grain = 'day' and r.bucket_at < date_bin('1 day', now() - interval '7 days', 'epoch') and r.bucket_at >= @since)
               and {value} {(condition.IsAbove ? ">" : "<")} @threshold
             limit @most
            """,
            new
            {
                condition.IsByReplica,
                condition.Service,
                resource = resource.Kind.ToText(),
                unit = resource.Unit?.ToText(),
                since,
                threshold = (double)(condition.Threshold / resource.Factor),
                most = MaxPeriods + 1,
            }
        );
        return found.Count > MaxPeriods ? null : found;
    }
}
