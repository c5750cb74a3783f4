using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Email;

/// <summary>Current recipient of an email. The address is looked up when sending and not stored with the email.</summary>
/// <param name="SupportNumber">Null unless the recipient is a member.</param>
/// <param name="Language">BCP 47 tag of the recipient's language; null if it is unknown.</param>
public sealed record EmailRecipient(string? Name, string? Address, string? SupportNumber, Mode Mode, string? Language = null)
{
    /// <summary>Finds a recipient. The contact of a tenant has the support number and language of the member with the same address.</summary>
    /// <param name="work">Unit of work that names the tenant.</param>
    /// <returns>Null when the recipient no longer exists.</returns>
    public static Task<EmailRecipient?> Find(string tenantId, string id, UnitOfWork work) =>
        work.One<EmailRecipient>(
            """
            select u.name, u.email as address, null::text as support_number, 'live' as mode, null::text as language from auth.users u where u.id = @id
            union all
            select i.name, i.email, null, 'live', null from auth.invitations i where i.id = @id and i.closed_by is null and i.accepted_at is null
            union all
            select m.name, m.email, m.support_number, t.mode, m.language
              from core.members m join core.tenants t using (tenant_id) where m.tenant_id = @tenantId and m.member_id = @id
            union all
            select t.name, t.contact_email, c.support_number, t.mode, c.language
              from core.tenants t
              left join lateral (
                select m.support_number, m.language from core.members m
                 where m.tenant_id = t.tenant_id and lower(m.email) = lower(t.contact_email) and m.left_at is null
                 order by m.member_id limit 1) c on true
             where t.tenant_id = @tenantId and t.tenant_id = @id
            """,
            new { tenantId, id }
        );
}
