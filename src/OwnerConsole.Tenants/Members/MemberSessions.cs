using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Members;

/// <summary>Reads the sessions of a member, newest first, and their totals, using the index on the member's records.</summary>
public sealed class MemberSessions
{
    /// <summary>Duration in whole seconds, as in the metric for time in sessions.</summary>
    private const string Seconds = "round(extract(epoch from s.ended_at - s.started_at))::bigint";

    /// <summary>Condition that leaves out sessions with an end but no start.</summary>
    private const string Started = "s.tenant_id = @tenantId and s.started_at is not null";

    public async Task<Page<MemberSession>> Find(string tenantId, string memberId, string? cursor, int limit, UnitOfWork work)
    {
        var (beforeAt, beforeId) = cursor is null ? default : Cursor.ReadInstant(cursor);
        const string order = "order by started_at desc, session_id desc limit @limit + 1";
        var theirs = $"""
            select s.session_id, s.started_at, s.ended_at, s.timed_out, {Seconds} as seconds
              from core.sessions s
             where {Started} {(cursor is null ? "" : "and (s.started_at, s.session_id) < (@beforeAt, @beforeId)")}
            """;
        var rows = await work.List<MemberSession>(
            $"select * from ({TopNPerValue.Sql(theirs, order, new AnyOf("s.member_id", "records"))}) n {order}",
            new
            {
                tenantId,
                records = await MemberRecords.Of(tenantId, memberId, work),
                beforeAt,
                beforeId,
                limit,
            }
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.StartedAt, last.SessionId));
    }

    public async Task<MemberUsage> Sum(string tenantId, string memberId, UnitOfWork work) =>
        (
            await work.One<MemberUsage>(
                $"""
                select count(*) as sessions, coalesce(sum({Seconds}), 0)::bigint as seconds, min(s.started_at) as first_at, max(s.started_at) as last_at,
                       count(*) filter (where s.started_at > now() - interval '30 days') as recent_sessions,
                       coalesce(sum({Seconds}) filter (where s.started_at > now() - interval '30 days'), 0)::bigint as recent_seconds,
                       count(*) filter (where s.ended_at is null and s.started_at <= now() and s.started_at > now() - (select session_limit from core.reporting)) as open
                  from core.sessions s
                 where {Started} and s.member_id = any(@records)
                """,
                new { tenantId, records = await MemberRecords.Of(tenantId, memberId, work) }
            )
        )!; // not null: an aggregate always returns a row
}

/// <summary>A session of a member.</summary>
/// <param name="SessionId">Your ID of the session.</param>
/// <param name="StartedAt">Start of the session.</param>
/// <param name="EndedAt">End of the session; null while it is active.</param>
/// <param name="TimedOut">Whether the session ended by timeout, because its end wasn't reported.</param>
/// <param name="Seconds">Duration; null while it is active.</param>
public sealed record MemberSession(string SessionId, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, bool TimedOut, long? Seconds);

/// <summary>Totals of a member's sessions.</summary>
/// <param name="Sessions">Number of sessions.</param>
/// <param name="Seconds">Total duration of ended sessions.</param>
/// <param name="FirstAt">Start of the first session; null when there is none.</param>
/// <param name="LastAt">Start of the latest session; null when there is none.</param>
/// <param name="RecentSessions">Number of sessions that started in the last 30 days.</param>
/// <param name="RecentSeconds">Total duration of ended sessions that started in the last 30 days.</param>
/// <param name="Open">Number of active sessions.</param>
public sealed record MemberUsage(
    long Sessions,
    long Seconds,
    DateTimeOffset? FirstAt,
    DateTimeOffset? LastAt,
    long RecentSessions,
    long RecentSeconds,
    long Open
);
