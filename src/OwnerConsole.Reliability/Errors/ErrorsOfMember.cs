using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Occurrences of errors about a member, which name them by the ID of the application.</summary>
internal static class ErrorsOfMember
{
    private const string Condition =
        "x.tenant_id = @tenantId and x.user_id in (select m.external_id from core.members m where m.tenant_id = @tenantId and m.member_id = any(@records))";

    public static readonly LinkedMemberRows Rows = new("errors.events", Condition);

    /// <summary>Numbers of occurrences.</summary>
    public static readonly LinkedMemberRows Counted = new("errors.users", Condition);
}
