using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Current values of the fields of tenants and members, in the form of their reports. Empty fields are left out.</summary>
internal static class CurrentValues
{
    /// <returns>Values by ID of the tenant.</returns>
    public static async Task<Dictionary<string, JsonElement>> OfTenants(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        (
            await work.List<Row>(
                """
                select t.tenant_id as id,
                       jsonb_strip_nulls(jsonb_build_object(
                         'name', t.name, 'contact_email', t.contact_email, 'owner_external_id', t.owner_external_id, 'owner_name', t.owner_name,
                         'lifecycle', s.lifecycle, 'trial_ends_at', t.trial_ends_at, 'time_zone', t.time_zone, 'opened_at', t.opened_at,
                         'stripe_customer_ids', case when t.stripe_customer_ids = '{}' then null else to_jsonb(t.stripe_customer_ids) end,
                         'plan_items', (select jsonb_agg(jsonb_build_object('plan', i.plan, 'quantity', i.quantity, 'interval', i.interval, 'currency', i.currency) order by i.plan)
                                          from core.plan_items i where i.tenant_id = t.tenant_id and i.to_at is null)))
                       || coalesce((select jsonb_object_agg(a.name, a.value) from core.attributes a
                                     where a.tenant_id = t.tenant_id and a.to_at is null and a.name = any(@known)), '{}')
                       || jsonb_build_object('attributes', coalesce((select jsonb_object_agg(a.name, a.value) from core.attributes a
                                     where a.tenant_id = t.tenant_id and a.to_at is null and a.name <> all(@known)), '{}')) as fields
                  from core.tenants t join core.tenant_status s using (tenant_id)
                 where t.tenant_id = any(@ids)
                """,
                new { ids = ids.ToArray(), known = TenantReportRequest.KnownAttributes }
            )
        ).ToDictionary(row => row.Id, row => row.Fields, StringComparer.Ordinal);

    /// <param name="members">Tenants and the application's own IDs of their members.</param>
    /// <returns>Members that exist, by tenant and external ID.</returns>
    public static async Task<Dictionary<(string Tenant, string ExternalId), CurrentMember>> OfMembers(
        IReadOnlyCollection<(string Tenant, string ExternalId)> members,
        UnitOfWork work
    ) =>
        (
            await work.List<CurrentMember>(
                """
                select m.tenant_id, m.external_id, m.member_id, m.anonymised_at is not null as is_anonymised,
                       jsonb_strip_nulls(jsonb_build_object(
                         'name', m.name, 'email', m.email, 'role', m.role, 'support_number', m.support_number, 'joined_at', m.joined_at, 'left_at', m.left_at,
                         'last_seen_at', m.last_seen_at, 'language', m.language, 'time_zone', m.time_zone, 'phone', m.phone,
                         'attributes', nullif(m.attributes, '{}'))) as fields
                  from unnest(@tenants, @externalIds) n(tenant_id, external_id)
                  join core.members m on m.tenant_id = n.tenant_id and m.external_id = n.external_id
                """,
                new { tenants = members.Select(member => member.Tenant).ToArray(), externalIds = members.Select(member => member.ExternalId).ToArray() }
            )
        ).ToDictionary(member => (member.TenantId, member.ExternalId));

    private sealed record Row(string Id, JsonElement Fields);
}

/// <summary>A member that exists.</summary>
/// <param name="Fields">Values in the form of a report.</param>
internal sealed record CurrentMember(string TenantId, string ExternalId, string MemberId, bool IsAnonymised, JsonElement Fields);
