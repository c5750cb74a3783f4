using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Members;

/// <summary>A member in the list of all tenants' members.</summary>
/// <param name="Tenant">Tenant of the member.</param>
/// <param name="Language">BCP 47 language tag, such as de or pt-BR.</param>
/// <param name="TimeZone">IANA time zone; null means that of the tenant.</param>
/// <param name="Phone">Phone number in E.164 format.</param>
/// <param name="State">Whether the member can sign in, apart from the status of their tenant.</param>
/// <param name="Tags">Tags by your team.</param>
/// <param name="Attributes">Custom attributes by name.</param>
public sealed record FoundMemberView(
    string Id,
    string ExternalId,
    string? Name,
    [property: Sensitive(FieldClass.Contact)] string? Email,
    string? Role,
    string SupportNumber,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset JoinedAt,
    DateTimeOffset? LeftAt,
    MemberTenant Tenant,
    string? Language,
    string? TimeZone,
    [property: Sensitive(FieldClass.Contact)] string? Phone,
    MemberState State,
    IReadOnlyList<string> Tags,
    JsonElement Attributes
)
{
    internal static FoundMemberView Of(FoundMember member) =>
        new(
            member.MemberId,
            member.ExternalId,
            member.Name,
            member.Email,
            member.Role,
            member.SupportNumber,
            member.LastSeenAt,
            member.JoinedAt,
            member.LeftAt,
            new(member.TenantId, member.Tenant, member.Status),
            member.Language,
            member.TimeZone,
            member.Phone,
            member.State,
            member.Tags,
            member.Attributes
        );
}

/// <summary>Tenant of a member.</summary>
public sealed record MemberTenant(string Id, string Name, TenantStatus Status);
