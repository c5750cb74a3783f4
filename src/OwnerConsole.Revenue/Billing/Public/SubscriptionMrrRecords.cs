using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing.Public;

/// <summary>The MRR of subscriptions over time, as changes of the amounts per price.</summary>
public static class SubscriptionMrrRecords
{
    /// <param name="change">Alias of a row of <c>billing.subscription_mrr</c> in SQL.</param>
    /// <returns>SQL condition: it is part of the latest change of its subscription.</returns>
    public static string IsLatest(string change) =>
        $"""
            not exists (select from billing.subscription_mrr later
                         where later.subscription_id = {change}.subscription_id and later.account_id = {change}.account_id and later.from_at > {change}.from_at)
            """;

    /// <param name="subscriptions">Account and id; those without a change are left out.</param>
    /// <returns>The latest change of each subscription, with amounts by price instead of plan.</returns>
    public static async Task<IReadOnlyDictionary<(string Account, string Id), SubscriptionChange>> FindLatest(
        IReadOnlyCollection<(string Account, string Id)> subscriptions,
        UnitOfWork work
    ) => (
            await work.List<Row>(
                $"""
                select '' as tenant_id, m.account_id, m.subscription_id, m.from_at, m.price_id as key, m.currency, m.mrr_minor, m.zero_reason
                  from unnest(@accounts, @ids) n(account_id, id)
                  join billing.subscription_mrr m on m.subscription_id = n.id and m.account_id = n.account_id
                 where {IsLatest("m")}
                """,
                Keys(subscriptions)
            )
        ).GroupBy(row => (row.AccountId, row.SubscriptionId)).ToDictionary(rows => rows.Key, rows => Change([.. rows]));

    /// <returns>The changes of all subscriptions of these tenants in the mode of the tenant, with amounts by plan. Prices that aren't mapped to a plan have
    /// the plan <c>""</c>.</returns>
    /// <param name="work">A transaction that names the tenants and the platform.</param>
    public static async Task<ILookup<string, SubscriptionChange>> FindChanges(IReadOnlyCollection<string> tenants, UnitOfWork work) => (
            await work.List<Row>(
                """
                select m.tenant_id, m.account_id, m.subscription_id, m.from_at, coalesce(m.plan, p.plan, '') as key, m.currency,
                       sum(m.mrr_minor) as mrr_minor, min(m.zero_reason) as zero_reason
                  from billing.subscription_mrr m
                  join core.tenants t on t.tenant_id = m.tenant_id and t.mode = m.mode
                  left join billing.price_plans p on p.account_id = m.account_id and p.price_id = m.price_id and p.closed_by is null
                 where m.tenant_id = any(@tenants)
                 group by 1, 2, 3, 4, 5, 6
                """,
                new { tenants = tenants.ToArray() }
            )
        ).GroupBy(row => (row.TenantId, row.AccountId, row.SubscriptionId, row.FromAt)).ToLookup(rows => rows.Key.TenantId, rows => Change([.. rows]), StringComparer.Ordinal);

    /// <param name="after">The first tenants follow this one in the order of their ids.</param>
    /// <returns>Tenants that ever had a subscription with the price.</returns>
    public static Task<IReadOnlyList<string>> FindTenants(string price, string after, int limit, UnitOfWork work) =>
        work.List<string>(
            """
            select distinct tenant_id from billing.subscription_mrr
             where price_id = @price and tenant_id > @after and tenant_id <> 'tnt_platform'
             order by tenant_id limit @limit
            """,
            new
            {
                price,
                after,
                limit,
            }
        );

    /// <summary>Stores changes, which replace those of the same subscriptions at the same or a later time.</summary>
    /// <param name="rows">An array of objects whose members are the columns of <c>billing.subscription_mrr</c>.</param>
    /// <param name="work">A transaction that names the tenants.</param>
    public static void Append(JsonElement rows, UnitOfWork work)
    {
        work.Defer(
            """
            delete from billing.subscription_mrr m
             using (select r.account_id, r.subscription_id, min(r.from_at) as from_at
                      from jsonb_populate_recordset(null::billing.subscription_mrr, @rows) r group by 1, 2) n
             where m.tenant_id = any(core.tenant_scope()) and m.account_id = n.account_id and m.subscription_id = n.subscription_id and m.from_at >= n.from_at
            """,
            new { rows }
        );
        work.Defer("insert into billing.subscription_mrr select r.* from jsonb_populate_recordset(null::billing.subscription_mrr, @rows) r", new { rows });
    }

    /// <summary>Replaces the whole history of these subscriptions.</summary>
    /// <param name="rows">As of <see cref="Append"/>.</param>
    /// <param name="work">A transaction that names the tenants.</param>
    public static void Replace(IReadOnlyCollection<(string Account, string Id)> subscriptions, JsonElement rows, UnitOfWork work)
    {
        work.Defer(
            """
            delete from billing.subscription_mrr m
             using unnest(@accounts, @ids) n(account_id, id)
             where m.tenant_id = any(core.tenant_scope()) and m.account_id = n.account_id and m.subscription_id = n.id
            """,
            Keys(subscriptions)
        );
        Append(rows, work);
    }

    /// <summary>Moves the history of subscriptions to the tenants that they belong to now.</summary>
    /// <param name="work">A transaction that names the previous and the new tenants.</param>
    public static void Move(IReadOnlyCollection<(string Account, string Id, string Tenant)> subscriptions, UnitOfWork work)
    {
        if (subscriptions.Count == 0)
            return;
        work.Defer(
            """
            with moved as (
              delete from billing.subscription_mrr m
               using unnest(@accounts, @ids, @tenants) n(account_id, id, tenant_id)
               where m.tenant_id = any(core.tenant_scope()) and m.account_id = n.account_id and m.subscription_id = n.id and m.tenant_id <> n.tenant_id
              returning n.tenant_id, m.account_id, m.subscription_id, m.from_at, m.price_id, m.customer_id, m.mode, m.currency, m.mrr_minor, m.zero_reason, m.plan)
            insert into billing.subscription_mrr select * from moved
            """,
            new
            {
                accounts = subscriptions.Select(subscription => subscription.Account).ToArray(),
                ids = subscriptions.Select(subscription => subscription.Id).ToArray(),
                tenants = subscriptions.Select(subscription => subscription.Tenant).ToArray(),
            }
        );
    }

    private static SubscriptionChange Change(IReadOnlyList<Row> rows) =>
        new(
            $"{rows[0].AccountId} {rows[0].SubscriptionId}",
            rows[0].FromAt,
            rows[0].Currency,
            rows.Where(row => row.ZeroReason is null).ToDictionary(row => row.Key, row => row.MrrMinor, StringComparer.Ordinal),
            rows[0].ZeroReason
        );

    private static object Keys(IReadOnlyCollection<(string Account, string Id)> records) =>
        new { accounts = records.Select(record => record.Account).ToArray(), ids = records.Select(record => record.Id).ToArray() };

    private sealed record Row(
        string TenantId,
        string AccountId,
        string SubscriptionId,
        DateTimeOffset FromAt,
        string Key,
        string Currency,
        decimal MrrMinor,
        string? ZeroReason
    );
}
