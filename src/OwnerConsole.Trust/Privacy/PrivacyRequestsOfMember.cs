using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Privacy requests of a member with everything that belongs to them.</summary>
internal static class PrivacyRequestsOfMember
{
    private const string IsOfMember = """
        x.tenant_id = 'tnt_platform' and x.request_id in (
          select q.request_id from privacy.requests q where q.tenant_id = 'tnt_platform' and q.members && @records)
        """;

    public static readonly IReadOnlyList<LinkedMemberRows> Rows =
    [
        new("privacy.requests", "x.tenant_id = 'tnt_platform' and x.members && @records"),
        new("privacy.statuses", IsOfMember),
        new("privacy.identity_checks", IsOfMember),
        new("privacy.extensions", IsOfMember),
        new("privacy.notes", IsOfMember),
        new("privacy.messages", IsOfMember),
    ];
}
