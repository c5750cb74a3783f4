using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Values that conditions of sequences compare: those of the tenant, and in a sequence about a member the attributes of this member instead of all.</summary>
/// <param name="tenants">Values of the tenants by ID.</param>
/// <param name="members">Attributes of current members by the tenant and the member of the sequence.</param>
internal sealed class SequenceProfiles(
    IReadOnlyDictionary<string, TenantProfile> tenants,
    IReadOnlyDictionary<(string TenantId, string MemberId), JsonElement> members
)
{
    private static readonly JsonElement s_none = JsonElement.Parse("{}");

    /// <summary>Values of the tenants by ID.</summary>
    public IReadOnlyDictionary<string, TenantProfile> Tenants => tenants;

    /// <param name="sequences">Tenants, with the member that the sequence is about; null for none.</param>
    /// <param name="conditions">Conditions that they are compared with; attributes of members are read only for these.</param>
    /// <param name="work">Can read the tenants.</param>
    public static async Task<SequenceProfiles> Load(
        IReadOnlyCollection<(string TenantId, string? MemberId)> sequences,
        IEnumerable<AutomationCondition> conditions,
        UnitOfWork work
    )
    {
        IReadOnlyList<AutomationCondition> compared = [.. conditions];
        var about = sequences.Where(sequence => sequence.MemberId is not null).Distinct().ToList();
        // The attributes of all members of a tenant are read only for sequences about the tenant.
        var ofTenants = sequences.Any(sequence => sequence.MemberId is null) ? compared : [];
        var profiles = await TenantProfile.Load(sequences.Select(sequence => sequence.TenantId), ofTenants, work);
        if (about.Count == 0 || MemberAttributeName.List(compared).Count == 0)
            return new(profiles, new Dictionary<(string, string), JsonElement>());
        var rows = await work.List<MemberRow>(
            $"""
            select r.tenant_id, r.member_id, m.attributes
              from unnest(@tenants, @members) n(tenant_id, member_id)
              join core.members r on r.tenant_id = n.tenant_id and r.member_id = n.member_id
              {MemberSql.MergedIntoJoin("r")}
              join core.members m on m.tenant_id = r.tenant_id and m.member_id = coalesce(w.into_id, r.member_id)
             where m.left_at is null
            """,
            new { tenants = about.Select(sequence => sequence.TenantId).ToArray(), members = about.Select(sequence => sequence.MemberId).ToArray() }
        );
        return new(profiles, rows.ToDictionary(row => (row.TenantId, row.MemberId), row => row.Attributes));
    }

    /// <param name="tenantId">Tenant of the sequence.</param>
    /// <param name="memberId">Member that it is about; null for none. One who has left has no attributes.</param>
    /// <returns>Null if the tenant doesn't exist.</returns>
    public TenantProfile? Find(string tenantId, string? memberId) =>
        !tenants.TryGetValue(tenantId, out var tenant) ? null
        : memberId is null ? tenant
        : tenant with { MemberAttributes = members.GetValueOrDefault((tenantId, memberId), s_none) };

    private sealed record MemberRow(string TenantId, string MemberId, JsonElement Attributes);
}
