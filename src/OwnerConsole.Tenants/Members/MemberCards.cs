using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Access;
using OwnerConsole.Tenants.Access.Public;
using OwnerConsole.Tenants.Notes.Public;

namespace OwnerConsole.Tenants.Members;

/// <summary>Reads a member together with their tenant.</summary>
public sealed class MemberCards
{
    /// <returns>The member; null when there is none.</returns>
    public Task<MemberCard?> Find(string memberId, UnitOfWork work) =>
        work.One<MemberCard>(
            $"""
            select m.tenant_id, t.mode, t.name as tenant, s.status,
                   array(select i.plan from core.plan_items i where i.tenant_id = m.tenant_id and i.to_at is null order by i.plan) as plans,
                   m.member_id, m.external_id, m.name, m.email, m.role, m.support_number, {MemberSql.LastSeen}, m.joined_at, m.left_at, m.language, m.time_zone, m.phone, m.attributes,
                   (select g.into_id from core.merges g where g.member_id = m.member_id and g.tenant_id = m.tenant_id and g.to_at is null) as merged_into,
                   x.cause as suspended_for, x.message as suspension_message, x.opened_at as suspended_at, {MemberTagSql.TagsOfMember} as tags
              from core.members m
              join core.tenants t on t.tenant_id = m.tenant_id
              join core.tenant_status s on s.tenant_id = m.tenant_id
              {MemberSuspensionSql.Join}
             where m.member_id = @memberId
            """,
            new { memberId }
        );

    /// <summary>Lists the records that were merged into a member, as reported.</summary>
    public Task<IReadOnlyList<MergedRecord>> Merged(string tenantId, string memberId, UnitOfWork work) =>
        work.List<MergedRecord>(
            """
            select m.member_id as id, m.external_id, m.name, m.email, m.role, m.support_number, m.joined_at, g.from_at as merged_at, m.language, m.time_zone, m.phone, m.attributes
              from core.merges g join core.members m using (tenant_id, member_id)
             where g.into_id = @memberId and g.tenant_id = @tenantId and g.to_at is null
             order by g.from_at, m.member_id
            """,
            new { tenantId, memberId }
        );
}

/// <summary>A member together with their tenant.</summary>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="Status">Status of the tenant.</param>
/// <param name="Plans">Keys of the tenant's plans.</param>
/// <param name="MergedInto">Member that this record was merged into; null if it wasn't merged.</param>
/// <param name="Language">BCP 47 language tag, such as de or pt-BR.</param>
/// <param name="TimeZone">IANA time zone; null means that of the tenant.</param>
/// <param name="Phone">Phone number in E.164 format.</param>
/// <param name="SuspendedFor">Cause of the open suspension; null if the member is not suspended.</param>
/// <param name="SuspensionMessage">Message that the application can show to the member.</param>
/// <param name="SuspendedAt">Start of the open suspension; null if the member is not suspended.</param>
/// <param name="Tags">Tags by your team.</param>
/// <param name="Attributes">JSON object with the custom attributes by name.</param>
public sealed record MemberCard(
    string TenantId,
    Mode Mode,
    string Tenant,
    TenantStatus Status,
    string[] Plans,
    string MemberId,
    string ExternalId,
    string? Name,
    [property: Sensitive(FieldClass.Contact)] string? Email,
    string? Role,
    string SupportNumber,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset JoinedAt,
    DateTimeOffset? LeftAt,
    string? MergedInto,
    string? Language,
    string? TimeZone,
    [property: Sensitive(FieldClass.Contact)] string? Phone,
    MemberSuspensionCause? SuspendedFor,
    string? SuspensionMessage,
    DateTimeOffset? SuspendedAt,
    string[] Tags,
    JsonElement Attributes
)
{
    /// <summary>Whether the member can sign in, apart from the status of their tenant.</summary>
    public MemberState State => MemberStates.Of(LeftAt, SuspendedAt);

    /// <summary>The open suspension; null if the member is not suspended.</summary>
    public MemberSuspension? Suspension => SuspendedFor is { } cause && SuspendedAt is { } since ? new(cause, SuspensionMessage, since) : null;
}

/// <summary>A record that was merged into a member, as the application reports it.</summary>
/// <param name="MergedAt">When it was merged.</param>
/// <param name="Language">BCP 47 language tag, such as de or pt-BR.</param>
/// <param name="TimeZone">IANA time zone; null means that of the tenant.</param>
/// <param name="Phone">Phone number in E.164 format.</param>
/// <param name="Attributes">Custom attributes by name.</param>
public sealed record MergedRecord(
    string Id,
    string ExternalId,
    string? Name,
    [property: Sensitive(FieldClass.Contact)] string? Email,
    string? Role,
    string SupportNumber,
    DateTimeOffset JoinedAt,
    DateTimeOffset MergedAt,
    string? Language,
    string? TimeZone,
    [property: Sensitive(FieldClass.Contact)] string? Phone,
    JsonElement Attributes
);
