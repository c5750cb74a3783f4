using System.Globalization;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Members;

/// <summary>A tenant's people in the order they joined.</summary>
public sealed class MemberList
{
    public async Task<Page<Member>> Find(string tenantId, string? cursor, int limit, Work work)
    {
        var after = cursor is null ? ["0001-01-01", ""] : Cursor.Read(cursor, 2);
        var rows = await work.List<Member>(
            """
            select m.member_id, m.external_id, m.name, m.email, m.role, m.support_number, m.last_seen_at, m.joined_at
              from core.members m
             where m.tenant_id = @tenantId and (m.joined_at, m.member_id) > (@after::timestamptz, @afterId)
             order by m.joined_at, m.member_id
             limit @limit + 1
            """,
            new
            {
                tenantId,
                after = after[0],
                afterId = after[1],
                limit,
            }
        );
        var total = await work.One<long>("select count(*) from core.members where tenant_id = @tenantId", new { tenantId });
        var data = rows.Take(limit).ToList();
        return new(
            data,
            rows.Count > limit ? Cursor.Of(data[^1].JoinedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), data[^1].MemberId) : null,
            total.ToString(CultureInfo.InvariantCulture)
        );
    }
}
