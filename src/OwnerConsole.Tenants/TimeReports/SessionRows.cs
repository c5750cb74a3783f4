using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.TimeReports;

/// <summary>Reads a tenant's sessions by start time. Each page costs the same because an index has this order.</summary>
public sealed class SessionRows
{
    private const string InRange =
        "s.tenant_id = @tenantId and s.started_at >= @startsAt and s.started_at < @endsAt and (@records::text[] is null or s.member_id = any(@records))";

    /// <summary>Duration in whole seconds, rounded as in the metric "Time in sessions".</summary>
    private const string Seconds = "round(extract(epoch from s.ended_at - s.started_at))::bigint";

    public Task<IReadOnlyList<SessionRow>> After(Criteria asked, SessionRow? last, int limit, UnitOfWork work) =>
        work.List<SessionRow>(
            $"""
            select s.session_id, s.started_at, s.ended_at, s.timed_out, {Seconds} as seconds, coalesce(w.into_id, s.member_id) as member_id, m.name, m.external_id, m.support_number
              from core.sessions s
              {MemberSql.MergedIntoJoin("s")}
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

    /// <summary>Summary of the file, shown before the download.</summary>
    public async Task<Summary> Sum(Criteria asked, UnitOfWork work) =>
        (
            await work.One<Summary>(
                $"""
                select count(*) as sessions, count(distinct coalesce(w.into_id, s.member_id)) as members, count(*) filter (where s.ended_at is null) as open, coalesce(sum({Seconds}), 0)::bigint as seconds
                  from core.sessions s {MemberSql.MergedIntoJoin("s")}
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
        )!; // an aggregate query always returns a row

    public async Task<IReadOnlyDictionary<string, ReportMember>> People(string tenantId, IReadOnlyCollection<string> memberIds, UnitOfWork work) =>
        (
            await work.List<ReportMember>(
                "select m.member_id, m.name, m.external_id, m.support_number from core.members m where m.tenant_id = @tenantId and m.member_id = any(@memberIds)",
                new { tenantId, memberIds }
            )
        ).ToDictionary(person => person.MemberId, StringComparer.Ordinal);

    /// <param name="Records">IDs of one member and its merged records; null for all members.</param>
    public sealed record Criteria(string TenantId, IReadOnlyList<string>? Records, ReportRange Range);

    /// <param name="Seconds">Total time of the sessions that have ended.</param>
    public sealed record Summary(long Sessions, long Members, long Open, long Seconds);
}

/// <param name="EndedAt">End of the session; null while it is open.</param>
/// <param name="TimedOut">True if the session ended by timeout.</param>
/// <param name="MemberId">ID of the member; null if none was reported.</param>
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

public sealed record ReportMember(string MemberId, string? Name, string ExternalId, string SupportNumber);
