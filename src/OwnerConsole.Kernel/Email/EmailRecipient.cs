using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Email;

/// <summary>Current recipient of an email. The address is looked up when sending and not stored with the email.</summary>
/// <param name="SupportNumber">Null unless the recipient is a member.</param>
public sealed record EmailRecipient(string? Name, string? Address, string? SupportNumber, Mode Mode)
{
    /// <param name="work">Unit of work that names the tenant.</param>
    /// <returns>Null when the recipient no longer exists.</returns>
    public static Task<EmailRecipient?> Find(string tenantId, string id, UnitOfWork work) =>
        work.One<EmailRecipient>(
            """
            select u.name, u.email as address, null::text as support_number, 'live' as mode from auth.users u where u.id = @id
            union all
            select i.name, i.email, null, 'live' from auth.invitations i where i.id = @id and i.closed_by is null and i.accepted_at is null
            union all
            select m.name, m.email, m.support_number, t.mode
              from core.members m join core.tenants t using (tenant_id) where m.tenant_id = @tenantId and m.member_id = @id
            union all
            select t.name, t.contact_email, null, t.mode from core.tenants t where t.tenant_id = @tenantId and t.tenant_id = @id
            """,
            new { tenantId, id }
        );
}
