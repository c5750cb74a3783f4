using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>Lists suppressed addresses, and counts opt-outs.</summary>
public sealed class SuppressionList
{
    /// <returns>A page of the suppressed addresses, the latest first.</returns>
    internal async Task<Page<Suppression>> Find(string? cursor, int limit, UnitOfWork work)
    {
        var (lastAt, lastId) = cursor is null ? default : Cursor.ReadInstant(cursor);
        var rows = await work.List<Suppression>(
            $"""
            select s.suppression_id as id, s.tenant_id, s.recipient, coalesce(m.name, m.support_number, t.name) as name, s.channel, s.reason, s.email_id, s.opened_at as since
              from preferences.suppressions s
              left join core.members m on m.tenant_id = s.tenant_id and m.member_id = s.recipient
              left join core.tenants t on t.tenant_id = s.tenant_id
             where s.closed_by is null {(cursor is null ? "" : "and (s.opened_at, s.suppression_id) < (@lastAt, @lastId)")}
             order by s.opened_at desc, s.suppression_id desc
             limit @limit + 1
            """,
            new
            {
                lastAt,
                lastId,
                limit,
            }
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.Since, last.Id), null);
    }

    /// <returns>Number of members by topic and channel; null means all channels.</returns>
    internal Task<IReadOnlyList<OptOutCount>> Count(UnitOfWork work) =>
        work.List<OptOutCount>(
            "select topic, channel, count(distinct member_id) as members from preferences.opt_outs where closed_by is null group by topic, channel"
        );
}

/// <summary>An address that receives no messages. The address itself is not stored.</summary>
/// <param name="Recipient">ID of the member or tenant that had the address.</param>
/// <param name="Name">Name of the recipient, or the support number of a member without a name.</param>
/// <param name="Channel">Channel of the address.</param>
/// <param name="Reason">Why it is suppressed.</param>
/// <param name="EmailId">Email that bounced; emails are deleted after 30 days.</param>
/// <param name="Since">Time since which it is suppressed.</param>
public sealed record Suppression(
    string Id,
    string TenantId,
    string Recipient,
    string? Name,
    MessageChannel Channel,
    SuppressionReason Reason,
    string? EmailId,
    DateTimeOffset Since
);

/// <param name="Channel">Null means all channels.</param>
/// <param name="Members">Number of members.</param>
public sealed record OptOutCount(string Topic, MessageChannel? Channel, long Members);
