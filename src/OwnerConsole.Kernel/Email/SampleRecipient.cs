using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Email;

/// <summary>A member whose values a preview or a test email shows.</summary>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="Language">BCP 47 tag of the member's language; null if it is unknown.</param>
public sealed record SampleRecipient(string TenantId, string MemberId, string? Name, string SupportNumber, string Tenant, string? Language)
{
    public static readonly SampleRecipient Example = new("", "", "Ann Example", "#U123456789", "Acme", null);

    public EmailRecipient AsRecipient(Mode mode) => new(Name, "", SupportNumber, mode, Language);

    /// <summary>Finds current members by id or support number. Unknown ones are left out.</summary>
    public static Task<IReadOnlyList<SampleRecipient>> Find(Mode mode, string[] members, UnitOfWork work) =>
        work.List<SampleRecipient>(
            """
            select m.tenant_id, m.member_id, m.name, m.support_number, t.name as tenant, m.language
              from core.members m join core.tenants t on t.tenant_id = m.tenant_id
             where (m.member_id = any(@members) or m.support_number = any(@members)) and t.mode = @mode and m.left_at is null and m.anonymised_at is null
             order by m.tenant_id, m.member_id
            """,
            new { mode, members }
        );
}
