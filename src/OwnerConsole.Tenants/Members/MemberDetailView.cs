using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Access;

namespace OwnerConsole.Tenants.Members;

/// <summary>A member with their tenant, usage and merged records.</summary>
/// <param name="Tenant">Tenant of the member.</param>
/// <param name="Plans">Keys of the tenant's plans.</param>
/// <param name="Usage">Sessions of the member.</param>
/// <param name="MergedInto">Member that this record was merged into; null if it wasn't merged.</param>
/// <param name="Records">Records that were merged into this one, as reported.</param>
/// <param name="Language">BCP 47 language tag, such as de or pt-BR.</param>
/// <param name="TimeZone">IANA time zone; null means that of the tenant.</param>
/// <param name="Phone">Phone number in E.164 format.</param>
/// <param name="State">Whether the member can sign in, apart from the status of their tenant.</param>
/// <param name="Suspension">The open suspension; null if the member is not suspended.</param>
/// <param name="Tags">Tags by your team.</param>
/// <param name="Attributes">Custom attributes by name.</param>
public sealed record MemberDetailView(
    string Id,
    Mode Mode,
    string ExternalId,
    string? Name,
    [property: Sensitive(FieldClass.Contact)] string? Email,
    string? Role,
    string SupportNumber,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset JoinedAt,
    DateTimeOffset? LeftAt,
    MemberTenant Tenant,
    IReadOnlyList<string> Plans,
    MemberUsage Usage,
    string? MergedInto,
    IReadOnlyList<MergedRecord> Records,
    string? Language,
    string? TimeZone,
    [property: Sensitive(FieldClass.Contact)] string? Phone,
    MemberState State,
    MemberSuspension? Suspension,
    IReadOnlyList<string> Tags,
    JsonElement Attributes
)
{
    internal static MemberDetailView Of(MemberCard card, MemberUsage usage, IReadOnlyList<MergedRecord> records) =>
        new(
            card.MemberId,
            card.Mode,
            card.ExternalId,
            card.Name,
            card.Email,
            card.Role,
            card.SupportNumber,
            card.LastSeenAt,
            card.JoinedAt,
            card.LeftAt,
            new(card.TenantId, card.Tenant, card.Status),
            card.Plans,
            usage,
            card.MergedInto,
            records,
            card.Language,
            card.TimeZone,
            card.Phone,
            card.State,
            card.Suspension,
            card.Tags,
            card.Attributes
        );
}

/// <summary>The open suspension of a member.</summary>
/// <param name="Cause">Why the member is suspended.</param>
/// <param name="Message">Message that your application can show to the member; null without one.</param>
/// <param name="Since">When the member was suspended.</param>
public sealed record MemberSuspension(MemberSuspensionCause Cause, string? Message, DateTimeOffset Since);
