using OwnerConsole.Data;
using OwnerConsole.Plans.Upgrades.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Lists upgrade requests of all tenants.</summary>
public sealed class UpgradeList
{
    /// <summary>Returns a page of requests, newest first.</summary>
    public async Task<Page<UpgradeRequest>> Find(UpgradeFilter filter, UnitOfWork work)
    {
        var (lastAt, lastId) = filter.Cursor is null ? default : Cursor.ReadInstant(filter.Cursor);
        var rows = await work.List<UpgradeRequest>(
            $"""
            select {UpgradeRows.Columns}
              from upgrades.requests u join core.tenants t using (tenant_id)
             where t.mode = @Mode and (@OnlyTenant::text is null or u.tenant_id = @OnlyTenant)
               and (@Tenant::text is null or u.tenant_id = @Tenant) and (@state::text is null or u.state = @state) and (not @IsAnswered or u.state <> 'open')
               and (@lastId::text is null or (u.opened_at, u.upgrade_id) < (@lastAt, @lastId))
             order by u.opened_at desc, u.upgrade_id desc
             limit @limit + 1
            """,
            new
            {
                filter.Mode,
                filter.Caller.OnlyTenant,
                filter.Tenant,
                state = filter.State?.ToText(),
                filter.IsAnswered,
                lastAt,
                lastId,
                limit = filter.Limit,
            }
        );
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.OpenedAt, last.UpgradeId));
    }
}
