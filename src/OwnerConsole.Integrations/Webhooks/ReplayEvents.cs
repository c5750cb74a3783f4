using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Selects the events of a period that an endpoint receives again. Tasks are commands with deadlines and not replayed, nor are entries without their data under the log's
/// retention policy, or events that the endpoint is about to receive anyway.</summary>
/// <param name="Heard">Event types that the endpoint receives; empty for all.</param>
/// <param name="Wanted">Event types as requested; empty for all.</param>
internal sealed record ReplayEvents(string EndpointId, Mode Mode, DateTimeOffset Start, DateTimeOffset End, ReplayScope Scope, string[] Heard, string[] Wanted)
{
    /// <summary>Log entries that one step reads at most, so that a step is short even if few of them are events.</summary>
    private const int MaxExamined = 2_000;

    /// <returns>The number of events, up to a limit.</returns>
    public Task<int> Count(int limit, UnitOfWork reading) =>
        reading.One<int>(
            $"select count(*)::int from (select from core.log l {Joins} where l.at >= @Start and l.at <= @End and {IsReplayed} limit @limit) c",
            Arguments(limit)
        );

    /// <summary>Reads the next events after an entry, in order of time.</summary>
    /// <returns>The events by position, and the last entry that was examined; null if there are no more entries.</returns>
    public async Task<(IReadOnlyList<StoredLogLine> Lines, Entry Last)?> Next(DateTimeOffset afterAt, long afterId, int limit, UnitOfWork reading)
    {
        var last = await reading.One<Entry>(
            """
            select at, id from (
              select l.at, l.id from core.log l where (l.at, l.id) > (@afterAt, @afterId) and l.at <= @End order by l.at, l.id limit @MaxExamined) l
             order by at desc, id desc limit 1
            """,
            new
            {
                afterAt,
                afterId,
                End,
                MaxExamined,
            }
        );
        if (last is null)
            return null;
        var events = await reading.List<Entry>(
            $"""
            select l.at, l.id from core.log l {Joins}
             where (l.at, l.id) > (@afterAt, @afterId) and (l.at, l.id) <= (@lastAt, @lastId) and {IsReplayed}
             order by l.at, l.id limit @limit
            """,
            Arguments(limit, afterAt, afterId, last)
        );
        var lines = await reading.List<StoredLogLine>(
            $"select {LogLineReader.Columns} from core.log_order o join core.log l using (id) where l.id = any(@ids) order by o.pos",
            new { ids = events.Select(entry => entry.Id).ToArray() }
        );
        return (lines, events.Count == limit ? events[^1] : last);
    }

    private object Arguments(int limit, DateTimeOffset afterAt = default, long afterId = 0, Entry? last = null) =>
        new
        {
            EndpointId,
            Mode,
            Start,
            End,
            undelivered = Scope is ReplayScope.Undelivered,
            heard = Patterns(Heard),
            wanted = Patterns(Wanted),
            limit,
            afterAt,
            afterId,
            lastAt = last?.At,
            lastId = last?.Id,
        };

    private static string[] Patterns(string[] events) =>
        [.. events.Select(type => type.EndsWith(".*", StringComparison.Ordinal) ? LikePattern.StartsWith(type[..^1]) : LikePattern.StartsWith(type)[..^1])];

    private const string Joins = "join core.log_order o using (id) join core.tenants t on t.tenant_id = l.tenant_id";

    /// <summary>Condition for a log entry <c>l</c> with its position <c>o</c> and tenant <c>t</c>.</summary>
    private const string IsReplayed = $"""
        l.event is not null and l.pruned_at is null and l.event not like 'task.%' and t.mode = @Mode
        and case when l.event = '{EndpointEvents.StepReached}' then l.data::jsonb ->> 'endpoint' = @EndpointId
                 else cardinality(@heard) = 0 or l.event like any(@heard) end
        and (cardinality(@wanted) = 0 or l.event like any(@wanted))
        and o.pos <= (select pos from core.cursors where reader = 'webhooks')
        and not exists (select from webhooks.deliveries d
                         where d.event_id = l.event_id and d.endpoint_id = @EndpointId and (d.state = 'pending' or (@undelivered and d.state = 'succeeded')))
        """;

    /// <summary>A log entry by its time.</summary>
    public sealed record Entry(DateTimeOffset At, long Id);
}
