using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Reads findings.</summary>
public sealed class FindingList : IListCounter
{
    private const string Columns = $"""
        select f.finding_id as id, nullif(f.tenant_id, 'tnt_platform') as tenant_id, t.name as tenant, f.mode, f.account_id, f.type, f.object_type, f.object_id, f.field,
               f.ours, f.theirs, f.reported, f.amount_minor, f.currency, f.severity, {FindingFilter.StateSql} as state, f.agreed_at, f.first_seen_at, f.last_seen_at,
               f.resolved_at, f.resolved_by, i.until_at as ignored_until, i.reason as ignore_reason, {FindingFilter.SuspendedForSql} as suspended_for
        """;

    public string List => ReconciliationRoutes.Address;

    public string Permission => ReconciliationRoutes.Permission;

    public static async Task<Page<FindingRow>> Find(FindingFilter filter, UnitOfWork work)
    {
        var rows = await work.List<FindingRow>($"{Columns} {filter.FromSql} {filter.OrderSql} limit @limit + 1", filter.Arguments);
        var total = await Paging.Total(rows, filter.Limit, filter.Cursor, () => Count(filter, work));
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.FirstSeenAt, last.Id), total);
    }

    /// <returns>IDs of all matches up to the limit, oldest first.</returns>
    public static Task<IReadOnlyList<string>> Ids(FindingFilter filter, UnitOfWork work)
    {
        var asked = filter with { Order = new(IsOldestFirst: true) };
        return work.List<string>($"select f.finding_id {asked.FromSql} {asked.OrderSql} limit @limit", asked.Arguments);
    }

    /// <returns>The finding; null if there is none, or if it is not of the mode or tenant that the caller sees.</returns>
    public static Task<FindingRow?> Get(string id, Mode mode, Caller caller, UnitOfWork work) =>
        work.One<FindingRow>(
            $"""
            {Columns}
              from reconciliation.findings f {FindingFilter.IgnoreJoin} left join core.tenants t on t.tenant_id = f.tenant_id
             where f.finding_id = @id and f.mode = @mode and (@OnlyTenant::text is null or f.tenant_id = @OnlyTenant)
            """,
            new
            {
                id,
                mode,
                caller.OnlyTenant,
            }
        );

    public Task<int> Count(Caller caller, Mode within, IQueryCollection query, UnitOfWork work) =>
        Count(FindingFilter.Read(query, within, caller.OnlyTenant), work);

    private static Task<int> Count(FindingFilter filter, UnitOfWork work) =>
        work.One<int>($"select count(*)::int from (select 1 {filter.FromSql} limit {Paging.MaxCounted + 1}) c", filter.Arguments);
}
