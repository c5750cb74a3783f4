using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Members;

/// <summary>Lists the members of a tenant in the order they joined.</summary>
public sealed class MemberList
{
    public async Task<Page<Member>> Find(string tenantId, string? cursor, int limit, UnitOfWork work)
    {
        var (afterAt, afterId) = cursor is null ? (DateTimeOffset.MinValue, "") : Cursor.ReadInstant(cursor);
        var rows = await work.List<Member>(
            $"""
            select m.member_id, m.external_id, m.name, m.email, m.role, m.support_number, {MemberSql.LastSeen}, m.joined_at, m.left_at, m.language, m.time_zone, m.phone, m.attributes
              from core.members m
             where m.tenant_id = @tenantId and {MemberSql.IsNotMerged} and (m.joined_at, m.member_id) > (@afterAt, @afterId)
             order by m.joined_at, m.member_id
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
        var total = await work.One<long>($"select count(*) from core.members m where m.tenant_id = @tenantId and {MemberSql.IsNotMerged}", new { tenantId });
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.JoinedAt, last.MemberId), total.ToString(CultureInfo.InvariantCulture));
    }
}
