using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>A tenant or member that a note is added to. Notes don't depend on the state of their subject.</summary>
/// <param name="MemberId">ID of the member; null if the note is about the tenant.</param>
/// <param name="NewId">ID of the new note.</param>
public sealed record NewNoteFacts(string TenantId, string? MemberId, string NewId) : ISubject
{
    public string Id => MemberId ?? TenantId;

    public long Revision => 1;

    public static async Task<IReadOnlyList<NewNoteFacts>> OfTenants(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var tenants = await work.List<string>(
            $"select s.tenant_id from core.tenant_status s where s.tenant_id = any(@ids) order by s.tenant_id {work.ForUpdate("s")}",
            new { ids }
        );
        return [.. tenants.Select(tenant => new NewNoteFacts(tenant, null, work.NewId("nte", tenant)))];
    }

    public static async Task<IReadOnlyList<NewNoteFacts>> OfMembers(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var members = await work.List<MemberRow>(
            $"select m.tenant_id, m.member_id from core.members m where m.member_id = any(@ids) order by m.member_id {work.ForUpdate("m")}",
            new { ids }
        );
        return [.. members.Select(member => new NewNoteFacts(member.TenantId, member.MemberId, work.NewId("nte", member.MemberId)))];
    }

    private sealed record MemberRow(string TenantId, string MemberId);
}
