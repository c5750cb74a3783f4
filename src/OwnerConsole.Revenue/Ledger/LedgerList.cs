using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Revenue.Ledger;

/// <summary>Reads purchases and current and past plans of all tenants: one page from each of two indexes in order of time.</summary>
public sealed class LedgerList : IListCounter
{
    private const string Purchases = """
        select 'purchase' as kind, p.tenant_id, p.purchase_id as key, p.at, p.amount, p.currency, p.quantity, p.name, p.plan, p.from_at, p.to_at, p.member_id, null::timestamptz as taken_at, null as paid_in, null as paid_for
          from core.purchases p
        """;

    private const string Plans = """
        select 'plan' as kind, p.tenant_id, p.plan as key, p.from_at as at, null::bigint as amount, null as currency, p.quantity, null as name, p.plan, p.from_at, p.to_at, null as member_id, p.taken_at, p.currency as paid_in, p.interval as paid_for
          from core.plan_items p
        """;

    public string List => LedgerRoutes.Address;

    public string Permission => LedgerRoutes.Permission;

    public async Task<Page<LedgerRow>> Find(LedgerFilter filter, UnitOfWork work)
    {
        var asked = await Criteria.Of(filter, work);
        var rows = await work.List<LedgerRow>(
            $"""
            with page as materialized (
              select * from ({UnionSql(asked, $"{filter.Order.By("at", "tenant_id", "key")} limit @limit + 1")}) b
               {filter.Order.By("at", "tenant_id", "key", "kind")} limit @limit + 1)
            select g.kind, g.tenant_id, t.name as tenant, g.key, g.at, coalesce(g.amount, c.amount * g.quantity) as amount, coalesce(g.currency, c.currency) as currency,
                   c.unit, c.units, g.quantity, g.name, g.plan, g.from_at, g.to_at, coalesce(w.into_id, g.member_id) as member_id, coalesce(m.name, m.support_number) as member
              from page g
              join core.tenants t using (tenant_id)
              {MemberSql.MergedIntoJoin("g")}
              left join core.members m on m.tenant_id = g.tenant_id and m.member_id = coalesce(w.into_id, g.member_id)
              left join lateral (
                select r.amount, r.currency, r.unit, r.units
                  from core.plan_prices r cross join lateral (select g.plan, g.from_at, g.taken_at, g.paid_in as currency, g.paid_for as interval) i
                 where g.kind = 'plan' and {PlanPrices.IsPaidPrice("i", "coalesce(g.to_at, now())")}
                 order by r.from_at desc limit 1) c on true
             {filter.Order.By("g.at", "g.tenant_id", "g.key", "g.kind")}
            """,
            asked.Arguments
        );
        var total = await Paging.Total(rows, filter.Limit, filter.Cursor, () => Count(asked, work));
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.At, last.TenantId, last.Key, last.Kind.ToText()), total);
    }

    public async Task<int> Count(Caller caller, Mode within, IQueryCollection query, UnitOfWork work) =>
        await Count(await Criteria.Of(LedgerFilter.Read(query, within, caller.OnlyTenant), work), work);

    private static Task<int> Count(Criteria asked, UnitOfWork work) =>
        work.One<int>(
            $"select count(*)::int from (select 1 from ({UnionSql(asked, $"limit {Paging.MaxCounted + 1}")}) b limit {Paging.MaxCounted + 1}) c",
            asked.Arguments
        );

    /// <param name="end">Order and limit of each half. Each half reads a full page, because all rows of a page can come from one half.</param>
    private static string UnionSql(Criteria asked, string end) =>
        string.Join(
            " union all ",
            new[] { (Kind: LedgerRowKind.Purchase, Rows: Purchases), (Kind: LedgerRowKind.Plan, Rows: Plans) }
                .Where(half => asked.Filter.Kind is not { } only || only == half.Kind)
                .Select(half => $"(select * from ({half.Rows} {asked.Where(half.Kind)}) {half.Kind.ToText()}s {end})")
        );

    /// <summary>The filter with the IDs of tenants that match its text.</summary>
    private sealed record Criteria(LedgerFilter Filter, IReadOnlyList<string> Named, bool IsMany)
    {
        /// <remarks>If few tenants match, their rows are looked up by ID. If many match, reading in order of time finds enough rows quickly.</remarks>
        public static async Task<Criteria> Of(LedgerFilter filter, UnitOfWork work)
        {
            if (filter.Text is not { } text)
                return new(filter, [], false);
            var named = await TenantSearch.Find(text, filter.Mode, filter.OnlyTenant, Paging.MaxCounted + 1, work);
            return new(filter, named, named.Count > Paging.MaxCounted);
        }

        public string Where(LedgerRowKind kind)
        {
            var (time, key) = kind is LedgerRowKind.Purchase ? ("p.at", "p.purchase_id") : ("p.from_at", "p.plan");
            var named = IsMany ? TextSearch.OfTenants("@pattern") : "p.tenant_id = any(@named)";
            return "join core.tenants t on t.tenant_id = p.tenant_id where t.mode = @mode"
                + Conditions.And(
                    (Filter.Text is not null, kind is LedgerRowKind.Purchase ? $"({named} or p.purchase_id = @text)" : named),
                    (Filter.Plan is not null, "p.plan = @plan"),
                    (Filter.TenantId is not null, "p.tenant_id = @tenantId"),
                    (Filter.OnlyTenant is not null, "p.tenant_id = @onlyTenant"),
                    (
                        Filter.Cursor is not null,
                        $"({time}, p.tenant_id, {key}, '{kind.ToText()}') {Filter.Order.After} (@lastAt, @lastTenant, @lastKey, @lastKind)"
                    )
                );
        }

        public object Arguments
        {
            get
            {
                var (lastAt, last) = Filter.Cursor is { } cursor ? Cursor.ReadInstant(cursor, 3) : (default, ["", "", ""]);
                return new
                {
                    mode = Filter.Mode,
                    text = Filter.Text,
                    pattern = Filter.Text is { } text ? LikePattern.Contains(text) : null,
                    named = Named,
                    plan = Filter.Plan,
                    tenantId = Filter.TenantId,
                    onlyTenant = Filter.OnlyTenant,
                    lastAt,
                    lastTenant = last[0],
                    lastKey = last[1],
                    lastKind = last[2],
                    limit = Filter.Limit,
                };
            }
        }
    }
}

/// <summary>A purchase, or a current or past plan of a tenant.</summary>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="Key">The application's ID of the purchase, or the key of the plan.</param>
/// <param name="At">Time of the purchase, or the start of the plan.</param>
/// <param name="Amount">Total in the smallest currency unit; for plans, the last price per billing interval. null if the plan has no price.</param>
/// <param name="Unit">Billing interval of a plan: day, week, month or year, or a multiple of it given by <paramref name="Units"/>.</param>
/// <param name="Name">Name of the purchased item, as reported by the application.</param>
/// <param name="FromAt">Start of the paid period or of the plan; null for one-time purchases.</param>
/// <param name="ToAt">End of the period; null for a current plan.</param>
/// <param name="Member">Name or support number of the buyer.</param>
public sealed record LedgerRow(
    LedgerRowKind Kind,
    string TenantId,
    string Tenant,
    string Key,
    DateTimeOffset At,
    long? Amount,
    string? Currency,
    string? Unit,
    int? Units,
    int Quantity,
    string? Name,
    string? Plan,
    DateTimeOffset? FromAt,
    DateTimeOffset? ToAt,
    string? MemberId,
    string? Member
)
{
    /// <param name="plans">Names of plans by key.</param>
    /// <returns>Name of the purchased item or plan; null if none was reported.</returns>
    public string? DisplayName(IReadOnlyDictionary<string, string> plans) => Name ?? (Plan is null ? null : plans.GetValueOrDefault(Plan, Plan));
}
