using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>A tenant as what notes are kept about. A note depends on nothing that is reported or decided.</summary>
/// <param name="NewId">of the note to be</param>
public sealed record NewNoteFacts(string TenantId, string NewId) : ISubject
{
    public string Id => TenantId;

    public long Revision => 1;

    public static async Task<IReadOnlyList<NewNoteFacts>> Load(IReadOnlyList<string> ids, Work work)
    {
        var tenants = await work.List<string>(
            $"select s.tenant_id from core.tenant_status s where s.tenant_id = any(@ids) order by s.tenant_id {work.ForUpdate("s")}",
            new { ids }
        );
        return [.. tenants.Select(tenant => new NewNoteFacts(tenant, work.NewId("nte", tenant)))];
    }
}
