using OwnerConsole.Data;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Reads the current values of records that are compared. Names are read without accents, as search compares them.</summary>
internal static class ComparedRecords
{
    /// <param name="records">Members and tenants; those that don't exist any more are left out.</param>
    /// <param name="work">Can read their tenants.</param>
    /// <returns>The keys of all records. Anonymised members and tenants have none.</returns>
    public static async Task<IReadOnlyList<RecordKey>> ListKeys(IReadOnlyList<StaleRecord> records, UnitOfWork work)
    {
        var members = await work.List<MemberRow>(
            """
            select m.tenant_id, m.member_id, core.search_text(m.name) as name, m.email, m.phone,
                   array(select d.device_hash from core.member_devices d where d.tenant_id = m.tenant_id and d.member_id = m.member_id) as devices
              from unnest(@tenants, @ids) n (tenant_id, id)
              join core.members m on m.tenant_id = n.tenant_id and m.member_id = n.id
              join core.tenant_status s on s.tenant_id = m.tenant_id
             where m.anonymised_at is null and s.lifecycle <> 'anonymised'
            """,
            new { tenants = records.Select(record => record.TenantId).ToArray(), ids = records.Select(record => record.Id).ToArray() }
        );
        var tenants = await work.List<TenantRow>(
            """
            select t.tenant_id, t.mode, core.search_text(t.name) as name, t.contact_email, t.stripe_customer_ids,
                   duplicates.cards_of(t.tenant_id) as cards,
                   array(select distinct l.device_hash
                           from (select d.device_hash from core.member_devices d where d.tenant_id = t.tenant_id limit @devices) l) as devices
              from core.tenants t
              join core.tenant_status s on s.tenant_id = t.tenant_id
             where t.tenant_id = any(@ids) and s.lifecycle <> 'anonymised'
            """,
            new { ids = records.Select(record => record.Id).ToArray(), devices = ComparedValues.MaxDevices * 5 }
        );
        return
        [
            .. members.SelectMany(row =>
                ComparedValues.OfMember(row.Name, row.Email, row.Phone, row.Devices).Select(value => RecordKey.OfMember(row.TenantId, row.MemberId, value))
            ),
            .. tenants.SelectMany(row =>
                ComparedValues
                    .OfTenant(row.Name, row.ContactEmail, row.StripeCustomerIds, row.Cards, row.Devices)
                    .Select(value => RecordKey.OfTenant(row.TenantId, row.Mode, value))
            ),
        ];
    }

    private sealed record MemberRow(string TenantId, string MemberId, string? Name, string? Email, string? Phone, IReadOnlyList<string> Devices);

    private sealed record TenantRow(
        string TenantId,
        Mode Mode,
        string Name,
        string? ContactEmail,
        IReadOnlyList<string> StripeCustomerIds,
        IReadOnlyList<string> Cards,
        string[] Devices
    );
}
