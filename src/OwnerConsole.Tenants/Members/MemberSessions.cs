using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Members;

/// <summary>A person's sessions, the newest first, and what they add up to; read from the index of just their records.</summary>
public sealed class MemberSessions
{
    /// <summary>Whole seconds, as the number "Time in sessions" adds them up.</summary>
    private const string Seconds = "round(extract(epoch from s.ended_at - s.started_at))::bigint";

    /// <summary>What has an end and no start is no session yet.</summary>
    private const string Started = "s.tenant_id = @tenantId and s.started_at is not null";

    public async Task<Page<MemberSession>> Find(string tenantId, string memberId, string? cursor, int limit, Work work)
    {
        var (beforeAt, beforeId) = cursor is null ? default : Cursor.ReadInstant(cursor);
        const string order = "order by started_at desc, session_id desc limit @limit + 1";
        var theirs = $"""
            select s.session_id, s.started_at, s.ended_at, s.timed_out, {Seconds} as seconds
              from core.sessions s
             where {Started} {(cursor is null ? "" : "and (s.started_at, s.session_id) < (@beforeAt, @beforeId)")}
            """;
        var rows = await work.List<MemberSession>(
            $"select * from ({FirstOfEach.Sql(theirs, order, new AnyOf("s.member_id", "records"))}) n {order}",
            new
            {
                tenantId,
                records = await MemberRecords.Of(tenantId, memberId, work),
                beforeAt,
                beforeId,
                limit,
            }
        );
        return Paging.Cut(rows, limit, last => Cursor.Of(last.StartedAt, last.SessionId));
    }

    public async Task<MemberUsage> Sum(string tenantId, string memberId, Work work) =>
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
        )!; // an aggregate answers a row
}

/// <param name="EndedAt">null while it is open</param>
/// <param name="TimedOut">nobody ended it</param>
/// <param name="Seconds">null while it is open</param>
public sealed record MemberSession(string SessionId, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, bool TimedOut, long? Seconds);

/// <summary>What a person's sessions add up to.</summary>
/// <param name="Seconds">of those that have ended</param>
/// <param name="FirstAt">when the first one started; null when there is none</param>
/// <param name="RecentSessions">that started in the last 30 days</param>
/// <param name="RecentSeconds">of these, where they have ended</param>
/// <param name="Open">now</param>
public sealed record MemberUsage(
    long Sessions,
    long Seconds,
    DateTimeOffset? FirstAt,
    DateTimeOffset? LastAt,
    long RecentSessions,
    long RecentSeconds,
    long Open
);
