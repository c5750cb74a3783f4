using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Preferences.Public;

/// <summary>Counts messages sent to members, for the frequency cap. Call it in the unit of work that queues the messages.</summary>
public static class SendRecords
{
    /// <summary>Days after which a count no longer matters.</summary>
    private const int KeptDays = 7;

    /// <summary>Adds one message per element on the day of the unit of work, in UTC.</summary>
    /// <param name="tenantIds">Tenants of the recipients. The unit of work must name them.</param>
    /// <param name="memberIds">Recipients, in the same order. A member that is listed twice counts twice.</param>
    public static async Task Add(MessageTopic topic, IReadOnlyList<string> tenantIds, IReadOnlyList<string> memberIds, UnitOfWork work)
    {
        var (tenants, members, day) = (tenantIds.ToArray(), memberIds.ToArray(), DateOnly.FromDateTime(work.Now.UtcDateTime));
        await work.Execute(
            """
            insert into preferences.sends as s (tenant_id, member_id, topic, day, count)
            select n.tenant_id, n.member_id, @Key, @day, count(*)::int
              from unnest(@tenants, @members) n(tenant_id, member_id)
             group by n.tenant_id, n.member_id
             order by n.tenant_id, n.member_id
            on conflict (tenant_id, member_id, day, topic) do update set count = s.count + excluded.count
            """,
            new
            {
                topic.Key,
                day,
                tenants,
                members,
            }
        );
        await work.Execute(
            """
            delete from preferences.sends s using unnest(@tenants, @members) n(tenant_id, member_id)
             where s.tenant_id = n.tenant_id and s.member_id = n.member_id and s.day < @oldest
            """,
            new
            {
                oldest = day.AddDays(-KeptDays),
                tenants,
                members,
            }
        );
    }
}
