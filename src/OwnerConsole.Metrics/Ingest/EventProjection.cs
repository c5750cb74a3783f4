using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>
/// Adds the next events before the oldest running transaction to all read models, in the transaction that advances the cursor, so that each event is
/// counted exactly once.
/// </summary>
public sealed class EventProjection(Database database, MemberReports members)
{
    /// <summary>Maximum number of events per batch, which keeps locks short.</summary>
    private const int MaxEvents = 20_000;

    /// <returns>true when there may be more</returns>
    public async Task<bool> ProjectNext(CancellationToken stop)
    {
        var span = await Next(stop);
        if (span is null)
            return false;
        // Events ingested by an earlier release may have member ids that identify no one.
        foreach (
            var unknown in span
                .Unknown.Where(unknownMember => EventMemberId.Clean(unknownMember.Member) is { Length: <= EventMemberId.MaxLength })
                .GroupBy(member => member.TenantId, StringComparer.Ordinal)
        )
        foreach (var some in unknown.Chunk(MemberReports.MaxItems))
            await members.Apply(
                unknown.Key,
                [.. some.Select(member => new MemberReports.Item(member.Member, Json.Element(new { joined_at = member.At })))],
                stop
            );

        await using var work = await database.Write(WriteOrigin.Intake("events.fold"), [.. span.Tenants.Select(heard => heard.TenantId)], stop);
        if (await work.One<bool>("select next_xid::text = @Low from core.projection for update", new { span.Low }))
        {
            await ProjectionSql.ProjectAll(span, work);
            work.Notify(StatusCounts.CountedChannel);
            await work.Commit();
        }
        return span.IsCut;
    }

    private async Task<ProjectionBatch?> Next(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var bound = await work.One<TransactionRange>(
            """
            with bound as materialized (select f.next_xid as low, pg_snapshot_xmin(pg_current_snapshot()) as high from core.projection f)
            select b.low::text as low, b.high::text as high, (select zone from core.reporting) as zone,
                   (select e.xid from core.events e where e.xid >= b.low and e.xid < b.high limit 1) is not null as has_events
              from bound b
            """
        );
        if (bound is not { HasEvents: true })
            return null;
        // Uses the index order: with the bound as a condition, all events would be read and sorted.
        var cut = await work.One<string>(
            "select (e.xid::text::bigint + 1)::text from core.events e where e.xid >= @Low::xid8 and e.xid < @High::xid8 order by e.xid offset @Most limit 1",
            new
            {
                bound.Low,
                bound.High,
                Most = MaxEvents,
            }
        );
        bound = bound with { High = cut ?? bound.High };
        var tenants = await work.List<TenantActivity>(
            """
            with e as materialized (
              select e.tenant_id, bool_or(e.member is not null) as members, bool_or(e.type in ('session.started', 'session.ended', 'session.recorded')) as sessions,
                     bool_or(e.type = 'purchase.completed') as purchases, date_trunc('day', min(e.received_at)) as first_day, date_trunc('day', max(e.received_at)) as last_day
                from core.events e
               where e.xid >= @Low::xid8 and e.xid < @High::xid8
               group by e.tenant_id)
            select e.tenant_id, t.mode, e.members, e.sessions, e.purchases, e.first_day, e.last_day
              from e cross join lateral (select t.mode from core.tenants t where t.tenant_id = e.tenant_id limit 1) t -- by key, because these are few of many
            """,
            bound
        );
        var unknown = tenants.Any(heard => heard.Members)
            ? await work.List<UnknownMember>(
                """
                select e.tenant_id, e.member, min(e.at) as at
                  from core.events e
                 where e.xid >= @Low::xid8 and e.xid < @High::xid8 and e.member is not null
                   and not exists (select from core.members m where m.tenant_id = e.tenant_id and m.external_id = e.member)
                 group by e.tenant_id, e.member
                """,
                bound
            )
            : [];
        return new(bound.Low, bound.High, cut is not null, bound.Zone, tenants, unknown);
    }

    private sealed record TransactionRange(string Low, string High, string Zone, bool HasEvents);

    internal sealed record UnknownMember(string TenantId, string Member, DateTimeOffset At);

    /// <summary>Contents of the events of a tenant, and the range of days on which they arrived, in UTC.</summary>
    internal sealed record TenantActivity(
        string TenantId,
        Mode Mode,
        bool Members,
        bool Sessions,
        bool Purchases,
        DateTimeOffset FirstDay,
        DateTimeOffset LastDay
    );

    /// <summary>The transactions whose events are processed now.</summary>
    /// <param name="Low">The first transaction.</param>
    /// <param name="High">The first transaction after them.</param>
    /// <param name="Zone">Time zone of the days.</param>
    internal sealed record ProjectionBatch(
        string Low,
        string High,
        bool IsCut,
        string Zone,
        IReadOnlyList<TenantActivity> Tenants,
        IReadOnlyList<UnknownMember> Unknown
    );
}
