using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Counts of incoming events by sender.</summary>
public static class IntakeCounts
{
    /// <summary>Returns the senders of the last 24 hours, most active first. Retried events are counted separately.</summary>
    public static Task<IReadOnlyList<Sender>> Senders(Mode mode, UnitOfWork work) =>
        work.List<Sender>(
            """
            select c.key_id, coalesce((select h.name from core.entity_names h where h.id = c.key_id), c.key_id) as key_name, c.client,
                   sum(c.n)::bigint as received, coalesce(sum(c.n) filter (where c.outcome = 'accepted'), 0)::bigint as accepted,
                   coalesce(sum(c.n) filter (where c.outcome = 'duplicate'), 0)::bigint as duplicates,
                   coalesce(sum(c.n) filter (where c.outcome not in ('accepted', 'duplicate')), 0)::bigint as rejected, max(c.last_at) as last_at
              from core.intake_counts c
             where c.mode = @mode and c.hour > now() - interval '24 hours'
             group by 1, 2, 3
             order by 4 desc, 1, 3
             limit 100
            """,
            new { mode }
        );

    /// <returns>When the last event was accepted; null if none was in the last 7 days.</returns>
    public static Task<DateTimeOffset?> FindLastAccepted(Mode mode, UnitOfWork work) =>
        work.One<DateTimeOffset?>(
            "select max(c.last_at) from core.intake_counts c where c.mode = @mode and c.outcome = 'accepted' and c.hour > now() - interval '7 days'",
            new { mode }
        );

    /// <summary>The arrival time of the oldest event that is not processed yet; null if there is none.</summary>
    /// <remarks>Taken from the first unprocessed transaction by index; the minimum over all waiting events would require reading them.</remarks>
    public static async Task<DateTimeOffset?> Behind(UnitOfWork work) => await work.One<DateTimeOffset?>($"select ({FirstUnfolded})");

    public const string FirstUnfolded = "select e.received_at from core.events e where e.xid >= (select next_xid from core.projection) order by e.xid limit 1";

    /// <param name="Client">The sending program with its version.</param>
    public sealed record Sender(
        string KeyId,
        string KeyName,
        string Client,
        long Received,
        long Accepted,
        long Duplicates,
        long Rejected,
        DateTimeOffset LastAt
    );
}
