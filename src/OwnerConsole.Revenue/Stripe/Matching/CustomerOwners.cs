using OwnerConsole.Data;
using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Revenue.Stripe.Matching;

/// <summary>Finds the tenants that Stripe's customers belong to.</summary>
/// <remarks>
/// In this order: a person's decision, <c>tenant_id</c> in the customer's metadata (an ID of the console or of the application), and the IDs that the
/// application reports for its tenants. A customer that none of them names may get a proposal by the domain of its email.
/// </remarks>
internal static class CustomerOwners
{
    private static readonly string[] s_sharedDomains = [.. EmailProviders.Domains];

    /// <param name="customers">Condition on the customer's object <c>o</c>.</param>
    private static string Sql(string customers) =>
        $"""
            with reported as materialized (
              select t.mode, r.id, min(t.tenant_id) as tenant_id, count(*)::int as tenants
                from core.tenants t cross join unnest(t.stripe_customer_ids) r(id)
               group by t.mode, r.id),
            contacts as materialized (
              select t.tenant_id, t.mode, lower(t.contact_email) as email, lower(split_part(t.contact_email, '@', 2)) as domain
                from core.tenants t join core.tenant_status s using (tenant_id)
               where t.contact_email is not null and s.lifecycle in ('trial', 'active')),
            addresses as materialized (select mode, email, min(tenant_id) as tenant_id from contacts group by mode, email having count(*) = 1),
            domains as materialized (
              select mode, domain, min(tenant_id) as tenant_id from contacts where domain <> all(@sharedDomains) group by mode, domain having count(*) = 1)
            select o.account_id, o.object_id as customer_id,
                   coalesce(p.tenant_id, m.tenant_id, case when r.tenants = 1 and named.id is null then r.tenant_id end) as tenant_id,
                   case when p.tenant_id is not null then 'person' when m.tenant_id is not null then 'metadata' when r.tenants = 1 and named.id is null then 'report' end as matched_by,
                   case when p.tenant_id is not null or m.tenant_id is not null or o.is_deleted then null
                        when named.id is not null then 'Its metadata names a tenant that doesn''t exist: ' || left(named.id, 200) || '.'
                        when r.tenants > 1 then 'Your application reports it for ' || r.tenants || ' tenants.' end as conflict,
                   case when not o.is_deleted then coalesce(a.tenant_id, d.tenant_id) end as proposed_tenant
              from stripe.objects o
              left join stripe.customer_matches p on p.account_id = o.account_id and p.customer_id = o.object_id and p.closed_by is null
              left join lateral (select nullif(btrim(o.body->'metadata'->>'tenant_id'), '') as id) named on true
              left join lateral (
                select t.tenant_id from core.tenants t
                 where t.mode = o.mode and (t.tenant_id = named.id or t.external_id = named.id)
                 order by t.tenant_id = named.id desc limit 1) m on true
              left join reported r on r.mode = o.mode and r.id = o.object_id
              left join addresses a on a.mode = o.mode and a.email = lower(o.body->>'email')
              left join domains d on d.mode = o.mode and d.domain = lower(split_part(o.body->>'email', '@', 2))
             where o.tenant_id = 'tnt_platform' and o.type = 'customer' and {customers}
            """;

    /// <returns>The owners of these customers, by account and id.</returns>
    public static async Task<IReadOnlyDictionary<(string Account, string Id), CustomerOwner>> Resolve(
        IReadOnlyCollection<(string Account, string Id)> customers,
        UnitOfWork work
    ) =>
        (
            await work.List<CustomerOwner>(
                Sql("(o.account_id, o.object_id) in (select * from unnest(@accounts, @ids))"),
                new
                {
                    sharedDomains = s_sharedDomains,
                    accounts = customers.Select(customer => customer.Account).ToArray(),
                    ids = customers.Select(customer => customer.Id).ToArray(),
                }
            )
        ).ToDictionary(owner => (owner.AccountId, owner.CustomerId));

    /// <returns>Customers whose record names another owner, because what tenants report has changed since.</returns>
    public static Task<IReadOnlyList<CustomerKey>> FindChanged(UnitOfWork work) =>
        work.List<CustomerKey>(
            $"""
            select x.account_id, x.customer_id
              from ({Sql("o.is_projected")}) x
              join billing.customers c on c.account_id = x.account_id and c.id = x.customer_id
             where (c.tenant_id, c.matched_by, c.conflict, c.proposed_tenant)
                   is distinct from (coalesce(x.tenant_id, 'tnt_platform'), x.matched_by, x.conflict, case when x.tenant_id is null then x.proposed_tenant end)
            """,
            new { sharedDomains = s_sharedDomains }
        );
}

/// <param name="TenantId">Null if the customer belongs to no tenant.</param>
/// <param name="MatchedBy">person, metadata or report.</param>
/// <param name="Conflict">Why the customer can't be matched automatically; null if nothing contradicts.</param>
/// <param name="ProposedTenant">The only current tenant whose contact has the same email address or domain.</param>
internal sealed record CustomerOwner(string AccountId, string CustomerId, string? TenantId, string? MatchedBy, string? Conflict, string? ProposedTenant)
{
    /// <summary>Null for a customer that belongs to a tenant.</summary>
    public string? OpenProposal => TenantId is null ? ProposedTenant : null;
}

internal sealed record CustomerKey(string AccountId, string CustomerId);
