using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tenants.Members;

/// <summary>Finds the reported activity of a member: sessions, purchases and other events, newest first.</summary>
public sealed class MemberActivities
{
    /// <param name="withPurchases">False for readers who can't see purchases.</param>
    /// <param name="before">Only activity before this time; null for the newest.</param>
    /// <returns>At most <paramref name="most"/> activities.</returns>
    public async Task<IReadOnlyList<MemberActivity>> Find(
        string tenantId,
        IReadOnlyList<string> records,
        bool withPurchases,
        DateTimeOffset? before,
        int most,
        UnitOfWork work
    )
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
              from (({TopNPerValue.Sql(sessions, order, new AnyOf("s.member_id", "records"))})
                    union all
                    (select p.at, 'purchase', coalesce(p.name, p.plan), null, p.amount, p.currency, p.quantity
                       from core.purchases p
                      where p.tenant_id = @tenantId and p.member_id = any(@records) and @withPurchases {Earlier("p.at")}
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
                withPurchases,
                before,
                most,
            }
        );
    }
}

/// <summary>One activity of a member.</summary>
/// <param name="What">Name of the purchased item or type of the event; null for a session and for a purchase without a name.</param>
/// <param name="Seconds">Duration of an ended session.</param>
/// <param name="Amount">Total of a purchase in the smallest unit of its currency.</param>
/// <param name="Number">Quantity of a purchase.</param>
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
