using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Erases personal data of tenants and their members.</summary>
internal sealed class TenantEraser(Anonymiser anonymiser) : IEraser
{
    public string Kind => "tenant";

    public Task Erase(string tenantId, IReadOnlyList<string> subjects, UnitOfWork work) => anonymiser.Tenant(tenantId, work);
}
