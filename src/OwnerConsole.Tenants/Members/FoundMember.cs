using System.Text.Json;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Members;

/// <summary>A member in a list, with their tenant.</summary>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="Status">Status of the tenant.</param>
/// <param name="Language">BCP 47 language tag, such as de or pt-BR.</param>
/// <param name="TimeZone">IANA time zone; null means that of the tenant.</param>
/// <param name="Phone">Phone number in E.164 format.</param>
/// <param name="SuspendedAt">Start of the open suspension; null if the member is not suspended.</param>
/// <param name="Tags">Tags by your team.</param>
/// <param name="Attributes">JSON object with the custom attributes by name.</param>
public sealed record FoundMember(
    string TenantId,
    string Tenant,
    TenantStatus Status,
    string MemberId,
    string ExternalId,
    string? Name,
    string? Email,
    string? Role,
    string SupportNumber,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset JoinedAt,
    DateTimeOffset? LeftAt,
    string? Language,
    string? TimeZone,
    string? Phone,
    DateTimeOffset? SuspendedAt,
    string[] Tags,
    JsonElement Attributes
)
{
    /// <summary>Whether the member can sign in, apart from the status of their tenant.</summary>
    public MemberState State => MemberStates.Of(LeftAt, SuspendedAt);
}
