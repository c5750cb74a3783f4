using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>The facts about a customer that operations check.</summary>
/// <param name="Email">Null if the customer has none.</param>
public sealed record StripeCustomer(string Id, string AccountId, Mode Mode, string TenantId, string? Email, bool IsDeleted, bool IsRequested) : IStripeRecord
{
    public string Path => $"/v1/customers/{Uri.EscapeDataString(Id)}";

    /// <summary>Changes with the email, so that an undo restores the one that the preview showed.</summary>
    public long Revision => RevisionHash.Of(Email ?? "");

    public static async Task<IReadOnlyList<StripeCustomer>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        await StripeRequests.Lock("customers", ids, work);
        return await work.List<StripeCustomer>(
            $"""
            select c.id, c.account_id, c.mode, c.tenant_id, c.email, c.deleted_at is not null as is_deleted, {StripeRequests.IsOpen("c")} as is_requested
              from billing.customers c
             where c.id = any(@ids) and (c.mode = 'test' or not @isTest)
             order by c.id
            """,
            new { ids, isTest = work.Caller?.Mode is Mode.Test }
        );
    }
}
