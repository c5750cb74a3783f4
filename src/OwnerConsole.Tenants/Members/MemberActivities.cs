using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tenants.Members;

/// <summary>What a person did, as the application reported it: sessions, purchases and other events, the newest first.</summary>
public sealed class MemberActivities
{
    /// <param name="before">only what happened earlier; null for the newest</param>
    /// <returns>at most <paramref name="most"/></returns>
    public async Task<IReadOnlyList<MemberActivity>> Find(string tenantId, IReadOnlyList<string> records, DateTimeOffset? before, int most, Work work)
    {
        string Earlier(string at) => before is null ? "" : $"and {at} < @before";
        const string order = "order by at desc limit @most";
        var sessions = $"""
            select s.started_at as at, 'session' as kind, null as what, round(extract(epoch from s.ended_at - s.started_at))::bigint as seconds,
                   null::bigint as amount, null as currency, 1 as number
              from core.sessions s
             where s.tenant_id = @tenantId and s.started_at is not null {Earlier("s.started_at")}
            """;
        return await work.List<MemberActivity>(
            $"""
            select *
              from (({FirstOfEach.Sql(sessions, order, new AnyOf("s.member_id", "records"))})
                    union all
                    (select p.at, 'purchase', coalesce(p.name, p.plan), null, p.amount, p.currency, p.quantity
                       from core.purchases p
                      where p.tenant_id = @tenantId and p.member_id = any(@records) {Earlier("p.at")}
                      {order})
                    union all
                    (select e.at, 'event', e.type, null, null, null, 1
                       from core.events e
                      where e.tenant_id = @tenantId {Earlier("e.at")} and e.type not like 'session.%' and e.type <> 'purchase.completed'
                        and e.member = any(array(select m.external_id from core.members m where m.tenant_id = @tenantId and m.member_id = any(@records)))
                      {order})) a
             {order}
            """,
            new
            {
                tenantId,
                records,
                before,
                most,
            }
        );
    }
}

/// <summary>Something that a person did.</summary>
/// <param name="What">the name of what was bought, or the type of the event; null for a session, and where a purchase has no name</param>
/// <param name="Seconds">of a session that has ended</param>
/// <param name="Amount">of a purchase, in the smallest unit, for all of it</param>
/// <param name="Number">pieces that were bought</param>
public sealed record MemberActivity(DateTimeOffset At, MemberActivityKind Kind, string? What, long? Seconds, long? Amount, string? Currency, int Number)
{
    public Money? Paid => Amount is { } amount && Currency is { } currency ? new(amount, currency) : null;
}

public enum MemberActivityKind
{
    Session,
    Purchase,
    Event,
}
