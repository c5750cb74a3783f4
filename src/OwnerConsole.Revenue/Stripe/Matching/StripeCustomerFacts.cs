using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Matching;

/// <summary>A Stripe customer and the tenant that it is to be matched with.</summary>
/// <param name="MatchedTenant">Tenant that it belongs to; null for none.</param>
/// <param name="MatchedBy">person, metadata or report; null if it belongs to none.</param>
/// <param name="Target">Tenant to match it with: the requested one, or the proposed one; null if there is no such tenant.</param>
public sealed record StripeCustomerFacts(string CustomerId, string AccountId, string? MatchedTenant, string? MatchedBy, bool IsDeleted, string? Target)
    : ISubject
{
    public string Id => CustomerId;

    public string TenantId => MatchedTenant ?? IdGenerator.Platform;

    /// <summary>Changes with the tenant, so that a preview with another proposal becomes outdated.</summary>
    public long Revision => Target is null ? 0 : RevisionHash.Of(Target);

    /// <remarks>A run names only the platform and the tenants it shows, so the facts are read from all tenants, after the rows are locked.</remarks>
    /// <param name="tenant">Requested tenant: an ID of the console, or <c>ext:</c> followed by the application's ID; null for the proposed tenant.</param>
    public static async Task<IReadOnlyList<StripeCustomerFacts>> Load(IReadOnlyList<string> ids, string? tenant, Database database, UnitOfWork work)
    {
        if (work.IsLocking)
            await work.List<string>($"select c.id from billing.customers c where c.id = any(@ids) order by c.id {work.ForUpdate("c")}", new { ids });
        await using var all = await database.Read(work.Stop);
        return await all.List<StripeCustomerFacts>(
            """
            select c.id as customer_id, c.account_id, nullif(c.tenant_id, 'tnt_platform') as matched_tenant, c.matched_by, c.deleted_at is not null as is_deleted,
                   (select t.tenant_id from core.tenants t
                     where t.mode = c.mode and case when @tenant::text is null then t.tenant_id = c.proposed_tenant else @tenant in (t.tenant_id, 'ext:' || t.external_id) end) as target
              from billing.customers c
             where c.id = any(@ids) and (c.mode = 'test' or not @isTest)
             order by c.id
            """,
            new
            {
                ids,
                tenant,
                isTest = work.Caller?.Mode is Mode.Test,
            }
        );
    }
}
