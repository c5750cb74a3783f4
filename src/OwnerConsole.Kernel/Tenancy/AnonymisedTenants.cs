using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Erases personal data of tenants and their members.</summary>
internal sealed class AnonymisedTenants : IErasing
{
    public string What => "tenant";

    public Task Erase(string tenantId, IReadOnlyList<string> subjects, Work work) => Anonymity.Tenant(tenantId, work);
}
