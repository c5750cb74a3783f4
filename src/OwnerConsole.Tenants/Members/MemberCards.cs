using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Members;

/// <summary>Everything that is known of one person, the tenant they belong to included.</summary>
public sealed class MemberCards
{
    /// <returns>null when there is none</returns>
    public Task<MemberCard?> Find(string memberId, Work work) =>
        work.One<MemberCard>(
            """
            select m.tenant_id, t.population, t.name as tenant, s.status,
                   array(select i.plan from core.plan_items i where i.tenant_id = m.tenant_id and i.to_at is null order by i.plan) as plans,
                   m.member_id, m.external_id, m.name, m.email, m.role, m.support_number, m.last_seen_at, m.joined_at
              from core.members m
              join core.tenants t on t.tenant_id = m.tenant_id
              join core.tenant_status s on s.tenant_id = m.tenant_id
             where m.member_id = @memberId
            """,
            new { memberId }
        );
}

/// <param name="Tenant">its name</param>
/// <param name="Status">the tenant's</param>
/// <param name="Plans">keys of the plans the tenant holds</param>
public sealed record MemberCard(
    string TenantId,
    Population Population,
    string Tenant,
    TenantStatus Status,
    string[] Plans,
    string MemberId,
    string ExternalId,
    string? Name,
    string? Email,
    string? Role,
    string SupportNumber,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset JoinedAt
);
