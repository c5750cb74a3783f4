using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.Anonymisation;

/// <summary>Anonymising of tenants and members: the application removes their personal data first, then the console does.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of("tenant.anonymised", "Your application and the console have removed the tenant's personal data.", EventSubject.Tenant, new { }),
            EventKind.Of("member.anonymised", "Your application and the console have removed the member's personal data.", EventSubject.Member, new { }),
        ];
}
