using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Deletes records of members that were created by mistake.</summary>
public static class MemberRows
{
    /// <summary>Deletes members with their support numbers. The caller has checked that nothing else refers to them, and that no legal hold covers them.</summary>
    /// <param name="members">IDs of members of the tenant.</param>
    /// <param name="work">Transaction that names the tenant.</param>
    public static async Task Delete(string tenantId, IReadOnlyCollection<string> members, UnitOfWork work)
    {
        await work.Execute("delete from core.support_numbers where tenant_id = @tenantId and member_id = any(@members)", new { tenantId, members });
        await work.Execute("delete from core.members where tenant_id = @tenantId and member_id = any(@members)", new { tenantId, members });
    }
}
