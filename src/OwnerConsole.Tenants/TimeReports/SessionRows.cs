using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.TimeReports;

/// <summary>A tenant's sessions in the order they started, by the index of just that order: a page costs the same wherever it lies.</summary>
public sealed class SessionRows
{
    private const string InRange =
        "s.tenant_id = @tenantId and s.started_at >= @startsAt and s.started_at < @endsAt and (@records::text[] is null or s.member_id = any(@records))";

    /// <summary>Whole seconds, as the number "Time in sessions" adds them up.</summary>
    private const string Seconds = "round(extract(epoch from s.ended_at - s.started_at))::bigint";

    public Task<IReadOnlyList<SessionRow>> After(Asked asked, SessionRow? last, int limit, Work work) =>
        work.List<SessionRow>(
            $"""
            select s.session_id, s.started_at, s.ended_at, s.timed_out, {Seconds} as seconds, coalesce(w.into_id, s.member_id) as member_id, m.name, m.external_id, m.support_number
              from core.sessions s
              {MemberSql.Led("s")}
              left join core.members m on m.tenant_id = s.tenant_id and m.member_id = coalesce(w.into_id, s.member_id)
             where {InRange} and (s.started_at, s.session_id) > (@afterAt, @afterId)
             order by s.started_at, s.session_id
             limit @limit
            """,
            new
            {
                tenantId = asked.TenantId,
                records = asked.Records,
                startsAt = asked.Range.StartsAt,
                endsAt = asked.Range.EndsAt,
                afterAt = last?.StartedAt ?? DateTimeOffset.MinValue,
                afterId = last?.SessionId ?? "",
                limit,
            }
        );

    /// <summary>What the file will hold, before it is asked for.</summary>
    public async Task<Summary> Sum(Asked asked, Work work) =>
        (
            await work.One<Summary>(
                $"""
                select count(*) as sessions, count(distinct coalesce(w.into_id, s.member_id)) as members, count(*) filter (where s.ended_at is null) as open, coalesce(sum({Seconds}), 0)::bigint as seconds
                  from core.sessions s {MemberSql.Led("s")}
                 where {InRange}
                """,
                new
                {
                    tenantId = asked.TenantId,
                    records = asked.Records,
                    startsAt = asked.Range.StartsAt,
                    endsAt = asked.Range.EndsAt,
                }
            )
        )!; // an aggregate always answers a row

    public async Task<IReadOnlyDictionary<string, Person>> People(string tenantId, IReadOnlyCollection<string> memberIds, Work work) =>
        (
            await work.List<Person>(
                "select m.member_id, m.name, m.external_id, m.support_number from core.members m where m.tenant_id = @tenantId and m.member_id = any(@memberIds)",
                new { tenantId, memberIds }
            )
        ).ToDictionary(person => person.MemberId, StringComparer.Ordinal);

    /// <param name="Records">only those of this one person; null for everybody's</param>
    public sealed record Asked(string TenantId, IReadOnlyList<string>? Records, ReportRange Range);

    /// <param name="Seconds">of those that have ended</param>
    public sealed record Summary(long Sessions, long Members, long Open, long Seconds);
}

/// <param name="EndedAt">null while it is open</param>
/// <param name="TimedOut">nobody ended it</param>
/// <param name="MemberId">null when nobody said whose it is</param>
public sealed record SessionRow(
    string SessionId,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    bool TimedOut,
    long? Seconds,
    string? MemberId,
    string? Name,
    string? ExternalId,
    string? SupportNumber
);

public sealed record Person(string MemberId, string? Name, string ExternalId, string SupportNumber);
