using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Revenue.Billing;

/// <summary>
/// Records of payment providers that name a member: customers of the tenant with their email address. What a customer bought and paid only belongs to the person
/// if the customer also has their name; otherwise the customer is the tenant's own account, with the person as its contact.
/// </summary>
internal static class BillingOfMember
{
    private const string IsOfPerson = """
        x.tenant_id = @tenantId and (x.customer_id, x.account_id) in (
          select c.id, c.account_id
            from core.members m
            join billing.customers c on lower(c.email) = lower(m.email) and lower(btrim(c.name)) = lower(btrim(m.name))
           where m.tenant_id = @tenantId and m.member_id = any(@records) and c.tenant_id = @tenantId and c.email is not null)
        """;

    public static readonly IReadOnlyList<LinkedMemberRows> Rows =
    [
        new(
            "billing.customers",
            """
            x.tenant_id = @tenantId and x.email is not null and lower(x.email) in (
              select lower(m.email) from core.members m where m.tenant_id = @tenantId and m.member_id = any(@records) and m.email is not null)
            """
        ),
        new("billing.subscriptions", IsOfPerson),
        new("billing.invoices", IsOfPerson),
        new("billing.payments", IsOfPerson),
        new("billing.refunds", IsOfPerson),
        new("billing.disputes", IsOfPerson),
    ];
}
