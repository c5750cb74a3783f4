using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tenants.Presence;

/// <summary>Reads the members of a tenant with an open session, the longest session first. Only reads sessions younger than the session limit.</summary>
public sealed class OnlineMembers
{
    private const string IsOpen = """
        s.tenant_id = @tenantId and s.ended_at is null and s.started_at <= now() and s.started_at > now() - (select session_limit from core.reporting)
        """;

    private const string MemberId = "coalesce(w.into_id, s.member_id)";

    public async Task<Result> Find(string tenantId, string? cursor, int limit, UnitOfWork work)
    {
        var (afterAt, afterId) = cursor is null ? (DateTimeOffset.MinValue, "") : Cursor.ReadInstant(cursor);
        var rows = await work.List<OnlineMember>(
            $"""
            select m.member_id, m.name, m.external_id, m.support_number, o.since, o.sessions, now() as at
              from (select {MemberId} as member_id, min(s.started_at) as since, count(*) as sessions from core.sessions s {MemberSql.MergedIntoJoin(
                "s"
            )} where {IsOpen} and s.member_id is not null group by 1) o
              join core.members m on m.tenant_id = @tenantId and m.member_id = o.member_id
             where (o.since, o.member_id) > (@afterAt, @afterId)
             order by o.since, o.member_id
             limit @limit + 1
            """,
            new
            {
                tenantId,
                afterAt,
                afterId,
                limit,
            }
        );
        var counts = await CountOnline(tenantId, work);
        var data = rows.Take(limit).ToList();
        var next = rows.Count > limit ? Cursor.Of(data[^1].Since, data[^1].MemberId) : null;
        return new(data, next, counts.Members, counts.Unnamed, (await ReportingSettings.Of(work)).Zone);
    }

    /// <returns>Number of members with an open session.</returns>
    public async Task<long> Count(string tenantId, UnitOfWork work) => (await CountOnline(tenantId, work)).Members;

    private static async Task<Counts> CountOnline(string tenantId, UnitOfWork work) =>
        (
            await work.One<Counts>(
                $"select count(distinct {MemberId}) as members, count(*) filter (where s.member_id is null) as unnamed from core.sessions s {MemberSql.MergedIntoJoin("s")} where {IsOpen}",
                new { tenantId }
            )
        )!; // an aggregate query always returns a row

    /// <param name="Members">Number of members on all pages.</param>
    /// <param name="Unnamed">Number of open sessions without a reported member.</param>
    /// <param name="Zone">The console's time zone.</param>
    public sealed record Result(IReadOnlyList<OnlineMember> Data, string? NextCursor, long Members, long Unnamed, Zone Zone);

    private sealed record Counts(long Members, long Unnamed);
}

/// <param name="Since">Start of the member's first open session.</param>
/// <param name="Sessions">Number of open sessions.</param>
/// <param name="At">Time of the query.</param>
public sealed record OnlineMember(
    string MemberId,
    string? Name,
    string ExternalId,
    string SupportNumber,
    DateTimeOffset Since,
    long Sessions,
    DateTimeOffset At
);
