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
    public static async Task<EmailRecipient?> Find(string tenantId, string id, UnitOfWork work) =>
        (await List([(tenantId, id)], work)).GetValueOrDefault((tenantId, id));

    /// <inheritdoc cref="Find"/>
    /// <returns>The recipients that exist.</returns>
    public static async Task<IReadOnlyDictionary<(string TenantId, string Id), EmailRecipient>> List(
        IReadOnlyCollection<(string TenantId, string Id)> recipients,
        UnitOfWork work
    )
    {
        var rows = await work.List<Row>(
            """
            with r as materialized (select n.tenant_id, n.id from unnest(@tenants, @ids) n(tenant_id, id))
            select r.tenant_id, r.id, u.name, u.email as address, null::text as support_number, 'live' as mode, null::text as language from r join auth.users u on u.id = r.id
            union all
            select r.tenant_id, r.id, i.name, i.email, null, 'live', null
              from r join auth.invitations i on i.id = r.id where i.closed_by is null and i.accepted_at is null
            union all
            select r.tenant_id, r.id, m.name, m.email, m.support_number, t.mode, m.language
              from r join core.members m on m.tenant_id = r.tenant_id and m.member_id = r.id join core.tenants t on t.tenant_id = m.tenant_id
            union all
            select r.tenant_id, r.id, t.name, t.contact_email, c.support_number, t.mode, c.language
              from r
              join core.tenants t on t.tenant_id = r.tenant_id and t.tenant_id = r.id
              left join lateral (
                select m.support_number, m.language from core.members m
                 where m.tenant_id = t.tenant_id and lower(m.email) = lower(t.contact_email) and m.left_at is null
                 order by m.member_id limit 1) c on true
            """,
            new { tenants = recipients.Select(one => one.TenantId).ToArray(), ids = recipients.Select(one => one.Id).ToArray() }
        );
        var found = new Dictionary<(string, string), EmailRecipient>();
        foreach (var row in rows)
            found.TryAdd((row.TenantId, row.Id), new(row.Name, row.Address, row.SupportNumber, row.Mode, row.Language));
        return found;
    }

    private sealed record Row(string TenantId, string Id, string? Name, string? Address, string? SupportNumber, Mode Mode, string? Language);
}
