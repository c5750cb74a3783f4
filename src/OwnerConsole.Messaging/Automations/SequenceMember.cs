using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Current values of the member that a sequence is about, which its messages can show.</summary>
/// <param name="MemberId">Member of the sequence, which can be merged into another one since.</param>
/// <param name="Attributes">Attributes by name.</param>
internal sealed record SequenceMember(string TenantId, string MemberId, string? Name, string? Email, string? Role, string SupportNumber, JsonElement Attributes)
{
    private static readonly SequenceMember s_unknown = new("", "", null, null, null, "", JsonElement.Parse("{}"));

    /// <param name="sequences">Tenants, with the member that the sequence is about; null for none.</param>
    /// <param name="work">Can read the tenants.</param>
    /// <param name="isLocking">Whether no one found is anonymised before the transaction ends.</param>
    /// <returns>Values by tenant and member of the sequence, without those of anonymised and restricted members. A merged one has those of the remaining member.</returns>
    public static async Task<IReadOnlyDictionary<(string TenantId, string MemberId), SequenceMember>> Load(
        IEnumerable<(string TenantId, string? MemberId)> sequences,
        UnitOfWork work,
        bool isLocking = false
    )
    {
        var about = sequences.Where(sequence => sequence.MemberId is not null).Distinct().ToList();
        IReadOnlyList<SequenceMember> found =
            about.Count == 0
                ? []
                : await work.List<SequenceMember>(
                    $"""
                    select r.tenant_id, r.member_id, m.name, m.email, m.role, m.support_number, m.attributes
                      from unnest(@tenants, @members) n(tenant_id, member_id)
                      join core.members r on r.tenant_id = n.tenant_id and r.member_id = n.member_id
                      {MemberSql.MergedIntoJoin("r")}
                      join core.members m on m.tenant_id = r.tenant_id and m.member_id = coalesce(w.into_id, r.member_id)
                     where m.anonymised_at is null
                       and not exists (select from core.member_restrictions this
                                        where this.tenant_id = m.tenant_id and this.closed_by is null and {MemberRestrictions.Person} = m.member_id)
                     {(isLocking ? "for share of m" : "")}
                    """,
                    new { tenants = about.Select(sequence => sequence.TenantId).ToArray(), members = about.Select(sequence => sequence.MemberId).ToArray() }
                );
        return found.ToDictionary(member => (member.TenantId, member.MemberId));
    }

    /// <param name="loaded">Values that <see cref="Load"/> has returned.</param>
    /// <param name="tenantId">Tenant of the sequence.</param>
    /// <param name="memberId">Member that the sequence is about; null for none.</param>
    /// <returns>Values without any for a member that is anonymised or restricted, so that those of the recipient don't replace them; null without a member.</returns>
    public static SequenceMember? Find(IReadOnlyDictionary<(string TenantId, string MemberId), SequenceMember> loaded, string tenantId, string? memberId) =>
        memberId is null ? null : loaded.GetValueOrDefault((tenantId, memberId), s_unknown);

    /// <summary>The same values without those that the role of the current user hides.</summary>
    public SequenceMember Visible => this with { Email = HiddenFields.ValueOrNull(FieldClass.Contact, Email) };
}
